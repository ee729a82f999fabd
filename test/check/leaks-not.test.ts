import {
  checkGraph,
  createRuntime,
  defineGraph,
  type HandoffDefinition,
  propertiesOf,
  tool,
  type Variables,
} from "handoff-machine";
import { call, handOff, scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";

type View = NonNullable<HandoffDefinition<Variables>["view"]>;

interface Views {
  /** Of the handoff from intake to sales. */
  readonly handoff?: View;
  /** Of sales. */
  readonly agent?: View;
  /** Whether sales can hand to desk and desk back to sales, without a view. */
  readonly roundabout?: boolean;
}

/** Intake reads a record that sales shall not see. */
function clinic({ handoff, agent, roundabout = false }: Views) {
  return defineGraph({
    id: "clinic",
    start: "intake",
    tools: { readRecord: tool({ description: "Reads the record.", run: () => ({ output: "secret" }) }) },
    agents: {
      intake: {
        description: "Reads records.",
        instructions: "Read.",
        tools: ["readRecord"],
        handoffs: { sales: handoff === undefined ? {} : { view: handoff } },
      },
      sales: {
        description: "Sells.",
        instructions: "Sell.",
        ...(agent === undefined ? {} : { view: agent }),
        handoffs: roundabout ? { desk: {} } : {},
      },
      desk: { description: "Sends back.", instructions: "Send back.", handoffs: { sales: {} } },
    },
    entry: "last",
  });
}

/** What `leaksNot` finds, with the shortest conversation. */
function found(views: Views) {
  const graph = clinic(views);
  const { leaksNot } = propertiesOf(graph);
  const { results } = checkGraph(graph, [leaksNot("sales sees no record", "readRecord", "sales")], { defaults: false });
  return results[0];
}

/** Whether sales is really shown the record, when the conversation comes to it; and again by way of the desk. */
async function isShown(views: Views): Promise<boolean> {
  const model = scriptedModel([
    call("readRecord"),
    handOff("sales"),
    ...(views.roundabout === true ? [handOff("desk"), handOff("sales")] : []),
    "Buy!",
  ]);
  const session = await createRuntime(clinic(views), { model }).open();
  await session.send("Hi").ended;
  const requests = model.requests.filter(({ agent }) => agent === "sales");
  return requests.some(({ messages }) =>
    messages.some(({ role }) => role === "tool" && JSON.stringify(messages).includes("secret")),
  );
}

describe("what an agent is shown of a tool's results", () => {
  test.for<[string, Views, "holds" | "violated"]>([
    ["everything, without a view", {}, "violated"],
    ["not calls, by the view of the handoff", { handoff: { hide: "calls" } }, "holds"],
    ["not calls, by its own view", { agent: { hide: "calls" } }, "holds"],
    [
      "calls, by the view of the handoff in the place of its own",
      { agent: { hide: "calls" }, handoff: { hide: "nothing" } },
      "violated",
    ],
    ["calls, when it comes back another way", { handoff: { hide: "calls" }, roundabout: true }, "violated"],
    ["not calls, whichever way it comes", { agent: { hide: "calls" }, roundabout: true }, "holds"],
  ])("%s", async ([, views, verdict]) => {
    expect(found(views)?.verdict).toBe(verdict);
    expect(await isShown(views)).toBe(verdict === "violated");
  });

  test("perhaps calls, where a summary or a function decides: that does not hold", () => {
    expect(found({ handoff: { hide: "calls", summary: true } })?.verdict).toBe("violated");
    expect(found({ agent: { name: "mine", select: (messages) => messages } })?.verdict).toBe("violated");
  });

  test("a violation is a shortest conversation, with the handoff to blame", () => {
    const result = found({ handoff: { hide: "calls" }, roundabout: true });
    expect(result).toMatchObject({ kind: "leaksNot", replayed: "real" });
    expect(result?.trace?.steps.map(({ actor, what }) => `${actor}: ${what}`)).toEqual([
      "user: says something",
      "intake: calls readRecord, hands off to sales",
      "tool: readRecord returns",
      "machine: hands off to sales",
      "sales: hands off to desk",
      "machine: hands off to desk",
      "desk: hands off to sales",
      "machine: hands off to sales",
    ]);
    expect(result?.blame).toContainEqual({ from: "desk", to: "sales" });
  });

  test("an agent that runs the tool itself sees what it returns", () => {
    const graph = clinic({});
    const { leaksNot } = propertiesOf(graph);
    expect(checkGraph(graph, [leaksNot("intake", "readRecord", "intake")], { defaults: false }).verdict).toBe(
      "violated",
    );
  });
});
