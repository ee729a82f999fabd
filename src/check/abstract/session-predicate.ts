import type { SessionNode } from "../../graph/session-condition.ts";
import { all, always, any, never, not } from "../engine/build-expression.ts";
import type { Predicate } from "../engine/expression.ts";
import type { FiniteVariables } from "./finite-variables.ts";
import { guardFails, guardPredicate } from "./guard-predicate.ts";

/** What the fields tell of a condition on a session, which is read part by part, up to the first that decides. */
interface Answer {
  /** It is certainly so. */
  readonly must: Predicate;
  /** It is possibly so. */
  readonly may: Predicate;
  /** It is certainly not so. */
  readonly mustNot: Predicate;
  /** It is possibly not so. */
  readonly mayNot: Predicate;
  /** It can certainly be evaluated: no function in it throws. */
  readonly isSafe: Predicate;
}

/** When a condition on a session holds for certain, and when it may: where it cannot be evaluated, nothing of it does. */
export function sessionHolds(
  node: SessionNode,
  agent: string,
  variables: FiniteVariables,
): { readonly must: Predicate; readonly may: Predicate } {
  return answerOf(node, agent, variables);
}

function answerOf(node: SessionNode, agent: string, variables: FiniteVariables): Answer {
  switch (node.kind) {
    case "all":
      return node.parts.reduceRight(
        (rest: Answer, part) => both(answerOf(part, agent, variables), rest),
        exactly(always),
      );
    case "any":
      return inverse(
        node.parts.reduceRight(
          (rest: Answer, part) => both(inverse(answerOf(part, agent, variables)), rest),
          exactly(always),
        ),
      );
    case "not":
      return inverse(answerOf(node.part, agent, variables));
    case "variables": {
      const holds = guardPredicate(node.guard.node, variables);
      const isSafe = not(guardFails(node.guard.node, variables));
      const holdsNot = all(not(holds), isSafe);
      return { must: holds, may: holds, mustNot: holdsNot, mayNot: holdsNot, isSafe };
    }
    case "agent":
      return exactly(node.agents.includes(agent) ? always : never);
    case "predicate":
      return { ...unknown, isSafe: never };
    default:
      return unknown;
  }
}

const unknown: Answer = { must: never, may: always, mustNot: never, mayNot: always, isSafe: always };

function exactly(holds: Predicate): Answer {
  return { must: holds, may: holds, mustNot: not(holds), mayNot: not(holds), isSafe: always };
}

/** The rest is read only where the first part is so. */
function both(first: Answer, rest: Answer): Answer {
  return {
    must: all(first.must, rest.must),
    may: all(first.may, rest.may),
    mustNot: any(first.mustNot, all(first.isSafe, rest.mustNot)),
    mayNot: any(first.mayNot, all(first.may, rest.mayNot)),
    isSafe: all(first.isSafe, any(first.mustNot, rest.isSafe)),
  };
}

function inverse({ must, may, mustNot, mayNot, isSafe }: Answer): Answer {
  return { must: mustNot, may: mayNot, mustNot: must, mayNot: may, isSafe };
}
