import type { GraphResult } from "../../check/graph-result.ts";
import { errorText } from "../../json.ts";
import type { Desk } from "../store/desk.ts";
import { closeExample, showExample } from "../store/show-example.ts";
import { createStore, type Store } from "../store/store.ts";
import type { CheckNews, CheckOrder } from "./check-message.ts";
import { type CheckState, heardOfCheck, initialCheck } from "./check-state.ts";
import { exampleRecord, stepPositions } from "./example-record.ts";

/** What the check panel works with. A check goes on while another panel is looked at. */
export interface CheckDesk {
  readonly store: Store<CheckState>;
  /** Begins a check with the choices as they are; one that runs is ended. */
  run(): void;
  cancel(): void;
  /** Shows the conversation of a result in the place of the session, from its first step. */
  play(result: GraphResult): void;
}

/** The check desk of a page: the same whenever it is asked for. */
export function checkDeskOf(desk: Desk): CheckDesk {
  const known = desks.get(desk) ?? createCheckDesk(desk, startWorker);
  desks.set(desk, known);
  return known;
}

const desks = new WeakMap<Desk, CheckDesk>();

/** What runs a check elsewhere. */
export interface CheckWorker {
  postMessage(order: CheckOrder): void;
  terminate(): void;
}

/** Starts a worker that tells its news. */
export type StartWorker = (listener: {
  readonly onNews: (news: CheckNews) => void;
  readonly onFailure: (message: string) => void;
}) => CheckWorker;

/** Makes a check desk. */
export function createCheckDesk({ store: page }: Pick<Desk, "store">, start: StartWorker): CheckDesk {
  const store = createStore<CheckState>(initialCheck);
  let worker: CheckWorker | null = null;

  function end(): void {
    worker?.terminate();
    worker = null;
  }

  return {
    store,
    run() {
      const { flow } = page.get();
      if (flow === null) return;
      end();
      page.change(closeExample);
      store.change((state) => ({ ...state, run: { kind: "running", progress: null }, opened: null }));
      const mine = start({
        // What an ended worker has said before may still arrive.
        onNews(news) {
          if (worker !== mine) return;
          store.change((state) => heardOfCheck(state, news));
          if (news.type !== "progress") end();
        },
        onFailure(message) {
          if (worker !== mine) return;
          store.change((state) => ({ ...state, run: { kind: "failed", problem: { code: "internal", message } } }));
          end();
        },
      });
      worker = mine;
      mine.postMessage({ graph: flow.graph, options: store.get().choices });
    },
    cancel() {
      end();
      store.change((state) => {
        const { run } = state;
        return run.kind === "running" ? { ...state, run: { kind: "cancelled", progress: run.progress } } : state;
      });
    },
    play({ name, trace, events }) {
      const graph = page.get().graph?.graph ?? null;
      if (graph === null || trace === null) return;
      try {
        const record = exampleRecord(graph, trace, events);
        const positions = stepPositions(trace, record.length - 1);
        page.change((state) => ({ ...showExample(state, { name, trace, positions, record }), view: "chart" }));
      } catch (error) {
        const notice = { code: "not_here", message: `This conversation cannot be played here: ${errorText(error)}` };
        page.change((state) => ({ ...state, notice }));
      }
    },
  };
}

const startWorker: StartWorker = ({ onNews, onFailure }) => {
  const worker = new Worker(new URL("./check-worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<CheckNews>) => onNews(data));
  worker.addEventListener("error", ({ message }) =>
    onFailure(message || "The worker of the check could not be started."),
  );
  return worker;
};
