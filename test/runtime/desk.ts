import {
  createRuntime,
  defineGraph,
  type GraphDefinition,
  type Message,
  type ModelClient,
  memoryJournal,
  type Run,
  type RuntimeOptions,
  type Session,
  toolFor,
  type Update,
} from "handoff-machine";
import { manualClock, type Script, scriptedModel } from "handoff-machine/testing";
import { z } from "zod";

export const variables = z.object({ verified: z.boolean(), plan: z.enum(["free", "pro"]), count: z.number() });

export const tool = toolFor(variables);

/** Tools with one behaviour each; `calls` tells in which order they ran. */
export function deskTools(calls: string[] = []) {
  const ran = (name: string): void => {
    calls.push(name);
  };
  return {
    verify: tool({
      description: "Verifies.",
      input: z.object({ word: z.string() }),
      output: z.object({ verified: z.boolean() }),
      writes: ["verified"],
      run: ({ word }) => {
        ran("verify");
        return { output: { verified: word === "yes" }, set: { verified: word === "yes" } };
      },
    }),
    look: tool({
      description: "Looks.",
      run: (_, { call }) => {
        ran("look");
        return { output: `seen in ${call}` };
      },
    }),
    boom: tool({
      description: "Throws.",
      run: () => {
        ran("boom");
        throw new TypeError("secret stack");
      },
    }),
    pay: tool({
      description: "Pays.",
      input: z.object({ amount: z.number() }),
      approval: { amount: { moreThan: 100 } },
      run: ({ amount }) => {
        ran("pay");
        return { output: { paid: amount } };
      },
    }),
  };
}

type Definition = Pick<
  GraphDefinition<"triage" | "billing" | "refunds" | "clerk", keyof ReturnType<typeof deskTools>, typeof variables>,
  "limits" | "onLimit" | "entry" | "severalHandoffs" | "retry" | "ends"
>;

/** The graph of most scenarios: refunds only when verified; a human clerk. */
export function desk(options: Definition = {}, calls: string[] = []) {
  return defineGraph({
    id: "desk",
    start: "triage",
    variables,
    initial: { verified: false, plan: "free", count: 0 },
    tools: deskTools(calls),
    agents: {
      triage: {
        description: "Asks.",
        instructions: "You are triage.",
        tools: ["verify", "look", "boom", "pay"],
        handoffs: {
          billing: {},
          refunds: { when: { verified: true }, input: z.object({ order: z.string() }) },
          clerk: {},
        },
      },
      billing: {
        description: "Bills.",
        instructions: "You are billing.",
        tools: ["look"],
        handoffs: { triage: {}, refunds: { when: { verified: true }, offer: "always" } },
      },
      refunds: { description: "Refunds.", instructions: "You are refunds.", tools: ["pay"], handoffs: { triage: {} } },
      clerk: {
        kind: "human",
        description: "A person.",
        handoffs: { triage: {}, refunds: { when: { verified: true } } },
      },
    },
    ...options,
  });
}

/** A session of the desk whose model follows a script, with time and journal at hand. */
export async function openDesk(
  script: Script | ModelClient,
  { graph = desk(), ...options }: { graph?: ReturnType<typeof desk> } & Partial<RuntimeOptions> = {},
) {
  const clock = manualClock({ now: 1_000 });
  const model = "generate" in script ? script : scriptedModel(script);
  const journal = options.journal ?? memoryJournal();
  const ids = { session: () => "s", jitter: () => 0.5 };
  const runtime = createRuntime(graph, { model, journal, clock, ids, ...options });
  const session = await runtime.open("s");
  return { graph, session, runtime, clock, journal, model: model as ReturnType<typeof scriptedModel> };
}

/** All updates of a run. */
export async function updatesOf(run: Run): Promise<Update[]> {
  return await Array.fromAsync(run);
}

/** The conversation, one line each. */
export function transcript(session: Pick<Session, "state">): string[] {
  return [...session.state.conversation].map(line);
}

function line(message: Message): string {
  switch (message.role) {
    case "user":
      return `user: ${message.text}`;
    case "prompt":
      return `  (${message.reason}) ${message.text}`;
    case "operator":
      return `${message.agent} (person): ${message.text}`;
    case "tool":
      return `  ${message.status}: ${typeof message.output === "string" ? message.output : JSON.stringify(message.output)}`;
    case "assistant": {
      const calls = message.calls.map(({ name, arguments: text }) => `${name}(${text})`);
      const said = [message.text, ...calls].filter((part) => part !== "").join(" ");
      return `${message.agent}: ${said}${message.interrupted ? " …" : ""}`;
    }
  }
}
