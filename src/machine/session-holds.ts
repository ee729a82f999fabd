import { NotHereError, UsageError } from "../errors.ts";
import { compare, evaluateGuard } from "../graph/evaluate-guard.ts";
import type { End } from "../graph/graph.ts";
import { operators } from "../graph/guard.ts";
import type { SessionNode } from "../graph/session-condition.ts";
import { sanitizeToolName } from "../graph/tool-name.ts";
import type { SessionContext } from "./context.ts";

/** What end conditions are read on. */
export interface SessionMoment {
  readonly context: SessionContext;
  readonly agent: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Whether both parts of an end condition hold. One that cannot be evaluated, anywhere in it, does not hold.
 *
 * @throws {NotHereError} when the graph was read from JSON and a predicate would have to be asked.
 */
export function endHolds({ guard, session }: End, moment: SessionMoment): boolean {
  try {
    return (
      (guard === null || evaluateGuard(guard.node, moment.context.variables).holds) &&
      (session === null || holds(session, moment))
    );
  } catch (error) {
    if (error instanceof NotHereError) throw error;
    return false; // by the contract of predicates
  }
}

/** Whether a condition on a session holds. Reads at most one reply back from the end, but for a predicate. */
function holds(node: SessionNode, moment: SessionMoment): boolean {
  const { context, agent } = moment;
  switch (node.kind) {
    case "all":
      return node.parts.every((part) => holds(part, moment));
    case "any":
      return node.parts.some((part) => holds(part, moment));
    case "not":
      return !holds(node.part, moment);
    case "variables": {
      const evaluation = evaluateGuard(node.guard.node, context.variables);
      if (evaluation.error !== undefined) throw unanswerable(evaluation.error);
      return evaluation.holds;
    }
    case "measure": {
      const value = measured(node.measure, moment);
      return operators.every((operator) => {
        const bound = node.bounds[operator];
        return bound === undefined || compare(value, operator, bound);
      });
    }
    case "text":
      return textHolds(node, context);
    case "agent":
      return node.agents.includes(agent);
    case "tool":
      return returnedTools(context).some((tool) => node.tools.map(sanitizeToolName).includes(tool));
    case "predicate": {
      const result: unknown = node.test({ messages: context.conversation, variables: context.variables });
      if (typeof result === "boolean") return result;
      throw unanswerable(`predicate "${node.name}" gave ${typeof result}, not a boolean`);
    }
  }
}

function unanswerable(why: string): UsageError {
  return new UsageError("bad_definition", { message: `An end condition cannot be evaluated: ${why}.` });
}

function measured(
  measure: Extract<SessionNode, { kind: "measure" }>["measure"],
  { context, at }: SessionMoment,
): number {
  switch (measure) {
    case "messages":
      return context.conversation.length;
    case "turns":
      return context.replies;
    case "tokens":
      return context.usage.inputTokens + context.usage.outputTokens;
    case "cost":
      return context.cost;
    case "elapsed":
      return context.startedAt === null ? 0 : at - context.startedAt;
  }
}

function textHolds(
  { by, includes, matches }: Extract<SessionNode, { kind: "text" }>,
  { conversation }: SessionContext,
): boolean {
  for (let index = -1; ; index--) {
    const message = conversation.at(index);
    if (message === undefined) return false;
    if (message.role === "tool" || message.role === "prompt" || message.text === "") continue;
    if ((by === "user") !== (message.role === "user") && by !== undefined) return false;
    const { text } = message;
    return (
      (includes === undefined || text.includes(includes)) &&
      (matches === undefined || new RegExp(matches, "u").test(text))
    );
  }
}

/** The tools that returned a result since the model was asked last. */
function returnedTools({ conversation }: SessionContext): readonly string[] {
  const tools: string[] = [];
  for (let index = -1; ; index--) {
    const message = conversation.at(index);
    if (message?.role !== "tool") return tools;
    if (message.status === "returned" && !message.handoff) tools.push(message.name);
  }
}
