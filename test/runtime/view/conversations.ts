import fc from "fast-check";
import { defineGraph } from "../../../src/graph/define-graph.ts";
import type { Graph } from "../../../src/graph/graph.ts";
import type { AssistantMessage, Message, RequestedCall, ToolMessage } from "../../../src/graph/message.ts";
import type { View } from "../../../src/graph/view.ts";
import { Conversation } from "../../../src/machine/conversation.ts";
import type { ViewedContext } from "../../../src/runtime/view/plan-view.ts";
import type { Messages } from "../../../src/runtime/view/stretch.ts";

/** A reply to build: its agent, its text, and whether each of its calls is a handoff. */
export interface Said {
  readonly agent: string;
  readonly text?: string;
  readonly calls?: readonly ("tool" | "handoff")[];
  readonly native?: true;
}

/** What the user says. */
export function user(text: string): Message {
  return { role: "user", text, at: 0 };
}

/** A reply and the results of its calls. */
export function reply(turn: number, { agent, text = "", calls = [], native }: Said): readonly Message[] {
  const requested = calls.map(
    (kind, index): RequestedCall => ({
      key: `${turn}.${index}`,
      id: null,
      name: kind,
      arguments: "{}",
      handoff: kind === "handoff",
    }),
  );
  const message: AssistantMessage = { role: "assistant", agent, turn, text, calls: requested };
  return [
    native === undefined ? message : { ...message, native: { provider: "test", items: [`items of ${turn}`] } },
    ...requested.map(({ key, id, name, handoff }): ToolMessage => {
      return { role: "tool", agent, call: key, id, name, status: "returned", output: `result of ${key}`, handoff };
    }),
  ];
}

/** A conversation in order: user messages as texts, replies with turns counted from 1. */
export function talk(...said: readonly (string | Said)[]): readonly Message[] {
  let turn = 0;
  return said.flatMap((one) => (typeof one === "string" ? [user(one)] : reply(++turn, one)));
}

/** A context in which that was said. */
export function contextOf(messages: readonly Message[], rest: Partial<ViewedContext> = {}): ViewedContext {
  return {
    conversation: Conversation.from(messages),
    received: null,
    heard: messages.findLastIndex(({ role }) => role === "user"),
    summaries: {},
    variables: {},
    ...rest,
  };
}

/** Received by a handoff from ann, when so many messages had been said. */
export function byHandoff(since: number): Pick<ViewedContext, "received"> {
  return { received: { from: "ann", by: "handoff", input: {}, since } };
}

/** A graph of ann, bob and cid in which bob has a view, and so has the handoff from ann to bob. */
export function graphWith({ view = {}, edge }: { readonly view?: View; readonly edge?: View | undefined }): Graph {
  return defineGraph({
    id: "views",
    start: "ann",
    agents: {
      ann: { handoffs: { bob: edge === undefined ? {} : { view: edge } } },
      bob: { view, handoffs: { ann: {} } },
      cid: {},
    },
  });
}

/** Short texts of what is seen, to compare by eye: `user hi`, `bob answer [1.0]`, `= 1.0`, `! what a prompt says`. */
export function lines(messages: Iterable<Message>): readonly string[] {
  return Array.from(messages, line);
}

function line(message: Message): string {
  switch (message.role) {
    case "user":
      return `user ${message.text}`;
    case "assistant":
      return [message.agent, message.text, message.calls.map(({ key }) => `[${key}]`).join("")]
        .filter((part) => part !== "")
        .join(" ");
    case "tool":
      return `= ${message.call}`;
    case "operator":
      return `operator ${message.text}`;
    case "prompt":
      return `! ${message.text}`;
  }
}

/** A conversation that counts which of its messages are read. */
export function counted(messages: readonly Message[]): Messages & { readonly read: ReadonlySet<number> } {
  const read = new Set<number>();
  return {
    length: messages.length,
    read,
    at: (index) => {
      read.add(index < 0 ? messages.length + index : index);
      return messages.at(index);
    },
  };
}

const agents = ["ann", "bob", "cid"] as const;
const agent = fc.constantFrom(...agents);
const text = fc.constantFrom("", "a", "b", "c");

type Move = (turn: number) => readonly Message[];

const spoken: fc.Arbitrary<Move> = fc
  .record({ agent, text, calls: fc.array(fc.constantFrom("tool" as const, "handoff" as const), { maxLength: 4 }) })
  .chain((said) =>
    fc.boolean().map(
      (native): Move =>
        (turn) =>
          reply(turn, native ? { ...said, native: true } : said),
    ),
  );

const others: fc.Arbitrary<Message> = fc.oneof(
  text.map((said) => user(said)),
  fc.record({ agent, text }).map((said): Message => ({ role: "operator", at: 0, ...said })),
  fc.record({ agent, text }).map((said): Message => ({ role: "prompt", reason: "autonomous", ...said })),
  fc
    .record({ agent, text })
    .map((said): Message => ({ role: "assistant", turn: 0, calls: [], interrupted: true, ...said })),
);

/** Random conversations of three agents, in which every reply is settled. */
export const conversations: fc.Arbitrary<readonly Message[]> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: spoken },
      {
        weight: 2,
        arbitrary: others.map(
          (one): Move =>
            () => [one],
        ),
      },
    ),
    {
      maxLength: 30,
    },
  )
  .map((moves) => moves.flatMap((move, index) => move(index + 1)));

/** Random views that are written as data. */
export const standardViews: fc.Arbitrary<View> = fc.record(
  {
    last: fc.integer({ min: 1, max: 8 }),
    hide: fc.constantFrom("nothing" as const, "handoffs" as const, "calls" as const),
    summary: fc.oneof(fc.boolean(), fc.record({ keep: fc.integer({ min: 1, max: 5 }) }, { requiredKeys: [] })),
  },
  { requiredKeys: [] },
);
