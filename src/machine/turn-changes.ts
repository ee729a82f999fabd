import { InternalError } from "../errors.ts";
import type { AssistantMessage } from "../graph/message.ts";
import type { Change, ChangeInput } from "./change.ts";
import type { SessionContext } from "./context.ts";
import { asked, delivered } from "./enter.ts";
import { limitReached, metEnd, openFollow, openRoute } from "./limit.ts";
import { guardrailOf } from "./trip.ts";

/** The names of {@link turnChanges}. */
export type TurnChange = "ask" | "goOn" | "giveWord" | "end" | "halt";

/** What it does to the context that a turn is due, and the conversation stays where it is or ends. */
export const turnChanges: Readonly<Record<TurnChange, Change>> = {
  /** The model is asked. */
  ask: ({ context, event }) => asked(context, event.at),

  /** The agent goes on by itself. */
  goOn: (input) => {
    const { context, event, agent } = input;
    const destination = wayTaken(input)?.destination;
    const text = destination?.kind === "same" ? destination.prompt : "";
    const conversation = context.conversation.append({ role: "prompt", agent, text, reason: "autonomous" });
    return asked({ ...context, conversation, autonomous: context.autonomous + 1 }, event.at);
  },

  /** The user has the word next, after the machine said what the graph says here. */
  giveWord: (input) => {
    const { context, agent } = input;
    const destination = wayTaken(input)?.destination;
    const text = destination?.kind === "user" ? destination.say : "";
    return { ...(text === "" ? context : said(context, agent, text)), due: null };
  },

  /** An end condition of the graph holds, or a way leads to the end. */
  end: (input) => ({
    ...delivered(input.context, input.event.at),
    due: null,
    tripped: null,
    outcome: outcomeOf(input),
  }),

  /** A budget is spent: the session stands still, until the user speaks or somebody resumes it. */
  halt: ({ graph, context, event, agent }) => {
    const limit = limitReached(graph, agent, { context, at: event.at });
    if (limit === null) throw new InternalError(`No limit of "${graph.id}" is reached.`);
    const halted: SessionContext = { ...context, halt: { kind: "limitReached", limit } };
    return graph.onLimit.kind === "fail" ? halted : { ...halted, due: null, tripped: null }; // what fails can go on with it
  },
};

/** The rule that is taken: a route before the model is asked, another after it has answered. */
function wayTaken({ graph, context, agent }: ChangeInput): ReturnType<typeof openFollow> {
  return context.due === "model" ? openRoute(graph, agent, context) : openFollow(graph, agent, context);
}

/** How the end is called that comes first: by a condition, a guardrail, or a rule of the agent. */
function outcomeOf(input: ChangeInput): string {
  const { graph, context, event, agent } = input;
  const met = metEnd(graph, agent, { context, at: event.at });
  if (met !== null) return met.outcome;
  const destination =
    context.tripped === null ? wayTaken(input)?.destination : guardrailOf(graph, context.tripped.guardrail).onTrip;
  if (destination?.kind === "end") return destination.outcome;
  throw new InternalError(`Nothing of "${graph.id}" leads to the end.`);
}

/** The machine says something in the place of the agent's model. */
function said(context: SessionContext, agent: string, text: string): SessionContext {
  const message: AssistantMessage = {
    role: "assistant",
    agent,
    turn: context.turn,
    text,
    calls: [],
    fixedBy: { kind: "route", name: agent },
  };
  return { ...context, conversation: context.conversation.append(message) };
}
