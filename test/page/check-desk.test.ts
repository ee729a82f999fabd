import { checkGraph, type Graph, type GraphProperty, propertiesOf } from "handoff-machine";
import { describe, expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { graphToJson } from "../../src/inspect/graph-to-json.ts";
import { type CheckDesk, createCheckDesk, type StartWorker } from "../../src/page/check/check-desk.ts";
import type { CheckOrder } from "../../src/page/check/check-message.ts";
import { withChoices } from "../../src/page/check/check-state.ts";
import { stepAt } from "../../src/page/check/example-record.ts";
import { runCheck } from "../../src/page/check/run-check.ts";
import { follow, goTo, heard, positionOf } from "../../src/page/store/changes.ts";
import { initialState, type PageState } from "../../src/page/store/page-state.ts";
import { readGraph } from "../../src/page/store/read-graph.ts";
import { canControl, closeExample } from "../../src/page/store/show-example.ts";
import { createStore, type Store } from "../../src/page/store/store.ts";
import { withHandoff } from "../check/variants.ts";

const broken = withHandoff(supportDesk as unknown as Graph, ["billing", "refunds"], { guard: null });
const { leadsTo, never } = propertiesOf(broken);
const properties: readonly GraphProperty[] = [
  never("nobody is refunded", { runs: "issueRefund" }),
  leadsTo("whoever asks is answered", { place: "awaitingModel" }, { place: "awaitingUser" }),
];

interface Looking {
  readonly page: Store<PageState>;
  readonly check: CheckDesk;
  readonly workers: FakeWorker[];
}

interface FakeWorker {
  readonly order: () => CheckOrder | null;
  readonly listener: Parameters<StartWorker>[0];
  readonly isEnded: () => boolean;
  /** Does the work. */
  readonly work: () => void;
}

/** A page that looks at the graph, with workers that work when they are told to. */
function looking(): Looking {
  const json = { server: "s", graph: graphToJson(broken, properties), canControl: true, models: [] };
  const state = { ...follow(initialState, "real"), flow: json, graph: readGraph(json) };
  const page = createStore<PageState>(state);
  const workers: FakeWorker[] = [];
  const check = createCheckDesk({ store: page }, (listener) => {
    let order: CheckOrder | null = null;
    let isEnded = false;
    workers.push({
      listener,
      order: () => order,
      isEnded: () => isEnded,
      work: () => order !== null && runCheck(order, { tell: listener.onNews, now: () => 0 }),
    });
    return {
      postMessage: (given) => {
        order = given;
      },
      terminate: () => {
        isEnded = true;
      },
    };
  });
  return { page, check, workers };
}

describe("a check from the page", () => {
  test("is done with what was chosen, and ends its worker", () => {
    const { check, workers } = looking();
    check.store.change((state) => withChoices(state, { defaults: false, states: 5000 }));
    check.store.change((state) => withChoices(state, { states: undefined }));
    check.run();
    expect(check.store.get().run).toEqual({ kind: "running", progress: null });
    expect(workers[0]?.order()?.options).toEqual({ defaults: false });
    workers[0]?.work();
    const report = checkGraph(broken, properties, { defaults: false });
    expect(check.store.get().run).toMatchObject({ kind: "done", report });
    expect(workers[0]?.isEnded()).toBe(true);
  });

  test("is cancelled, and what its worker has said before is not heard any more", () => {
    const { check, workers } = looking();
    check.run();
    check.cancel();
    expect(workers[0]?.isEnded()).toBe(true);
    workers[0]?.listener.onFailure("too late");
    expect(check.store.get().run).toEqual({ kind: "cancelled", progress: null });
    check.run();
    workers[0]?.listener.onFailure("still too late");
    expect(check.store.get().run.kind).toBe("running");
    workers[1]?.listener.onFailure("no worker");
    expect(check.store.get().run).toMatchObject({ kind: "failed", problem: { message: "no worker" } });
  });
});

describe("a counterexample in the place of a session", () => {
  const report = checkGraph(broken, properties, { defaults: false });
  const [refunded, answered] = report.results;

  test("is gone through as a session, step by step; nothing can be done in it", () => {
    const { page, check } = looking();
    if (refunded !== undefined) check.play(refunded);
    const steps = refunded?.trace?.steps ?? [];
    expect(page.get().example?.positions).toEqual(steps.map((_, index) => index + 1));
    const seen = steps.map((_, index) => {
      page.change((state) => goTo(state, index + 1));
      const state = page.get();
      expect(stepAt(state.example?.positions ?? [], positionOf(state))).toBe(index);
      return state.record?.timeline.at(positionOf(state)).agent;
    });
    expect(seen).toEqual(steps.map(({ agent }) => agent));
    expect(canControl(page.get())).toBe(false);
  });

  test("that repeats for ever has a place for each of its steps", () => {
    const { page, check } = looking();
    if (answered !== undefined) check.play(answered);
    const { positions = [] } = page.get().example ?? {};
    expect(answered?.trace?.loopStart).not.toBeNull();
    expect(positions).toEqual(answered?.trace?.steps.map((_, index) => index + 1));
    const frames = page.get().record?.timeline.frames ?? [];
    expect(frames.map(({ event }) => event)).toEqual([
      "session.opened",
      ...(answered?.trace?.steps ?? []).map(({ event }) => event),
    ]);
  });

  test("lets the session go on meanwhile, and gives it back", () => {
    const { page, check } = looking();
    if (refunded !== undefined) check.play(refunded);
    const shown = page.get().record;
    const frames = shown?.timeline.frames.slice(0, 3) ?? [];
    page.change((state) => heard(state, { type: "frames", session: "real", frames }));
    expect(page.get().record).toBe(shown);
    page.change(closeExample);
    expect(page.get()).toMatchObject({ example: null, session: "real", position: null, record: { length: 3 } });
    expect(canControl(page.get())).toBe(true);
  });
});
