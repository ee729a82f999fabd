import { reservedVariableNames } from "../../graph/guard.ts";
import {
  endToolName,
  handoffToolName,
  questionToolName,
  reservedToolPrefixes,
  toolNamePattern,
} from "../../graph/tool-name.ts";
import type { DiagnosticCode } from "../codes.ts";
import type { Finding, Place } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import { outcomesOf } from "../outcomes.ts";
import { hasOwnName, toolNameCollisions } from "../tool-name-claims.ts";

/** Judges the names of the graph, its variables, tools, agents, guardrails and outcomes: at most one finding for each. */
export function* nameRules({ graph, agents, handoffs }: GraphFacts): Generator<Finding> {
  yield* judge({ noun: "graph", name: graph.id, path: ["id"] }, [empty, reservedByLanguage, unusable]);
  for (const name of Object.keys(graph.variables.domains)) {
    yield* judge({ noun: "variable", name, path: ["variables", name] }, [empty, reservedByGuards, reservedByLanguage]);
  }
  const collisions = new Set([...toolNameCollisions(graph, handoffs)].map(({ claim }) => claim.name));
  for (const name of Object.keys(graph.tools)) {
    const subject = { noun: "tool", name, path: ["tools", name] };
    const prefix = collisions.has(name) ? [] : [reservedPrefix]; // the collision says more
    yield* judge(subject, [empty, reservedByLanguage, reservedByMachineTools, ...prefix, unusableAsTool]);
  }
  for (const { name } of agents) {
    const subject = { noun: "agent", name, path: ["agents", name] };
    yield* judge(subject, [empty, reservedByMachine, reservedByLanguage, unusable, tooLong]);
  }
  for (const { from, to, tool } of handoffs.filter(hasOwnName)) {
    const path = ["agents", from, "handoffs", to, "tool"];
    yield* judge({ noun: "tool", name: tool, path }, [empty, reservedByMachineTools, unusableAsTool]);
  }
  for (const { name } of graph.guardrails) {
    yield* judge({ noun: "guardrail", name, path: ["guardrails", name] }, [empty, reservedByLanguage]);
  }
  for (const { outcome, path } of outcomesOf(graph)) yield* judge({ noun: "outcome", name: outcome, path }, [empty]);
}

interface Subject {
  readonly noun: string;
  readonly name: string;
  readonly path: Place;
}

/** Why a name cannot be used, or `null` when nothing is against it. */
type Judge = (subject: Subject) => Verdict | null;

interface Verdict {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint: string;
}

function* judge(subject: Subject, judges: readonly Judge[]): Generator<Finding> {
  for (const judge of judges) {
    const verdict = judge(subject);
    if (verdict !== null) return yield { ...verdict, path: subject.path };
  }
}

const empty: Judge = ({ noun, name }) =>
  name.trim() === ""
    ? {
        code: "empty-name",
        message: `The name of ${article(noun)} is empty.`,
        hint: "Give it a name that records and drawings can show.",
      }
    : null;

const reservedByLanguage: Judge = ({ noun, name }) =>
  name in Object.prototype
    ? {
        code: "reserved-name",
        message: `The ${noun} "${name}" has the name of a member that every JavaScript object inherits.`,
        hint: "Choose another name.",
      }
    : null;

const reservedByMachine: Judge = ({ name }) =>
  machineStates.includes(name)
    ? {
        code: "reserved-name",
        message: `The agent "${name}" has the name of a state that every compiled machine has.`,
        hint: `Choose a name other than ${machineStates.join(", ")}.`,
      }
    : null;

const reservedByMachineTools: Judge = ({ name }) =>
  machineTools.includes(name)
    ? {
        code: "reserved-name",
        message: `The tool "${name}" has the name of a tool that the machine itself offers.`,
        hint: `Choose a name other than ${machineTools.join(" and ")}.`,
      }
    : null;

const reservedByGuards: Judge = ({ name }) =>
  reservedVariableNames.includes(name)
    ? {
        code: "reserved-variable-name",
        message: `The variable "${name}" has the name of a word that guards use, so no guard can read it.`,
        hint: `Choose a name other than ${reservedVariableNames.join(", ")}.`,
      }
    : null;

const reservedPrefix: Judge = ({ name }) => {
  const prefix = reservedToolPrefixes.find((known) => name.startsWith(known));
  return prefix === undefined
    ? null
    : {
        code: "reserved-tool-prefix",
        message: `The tool "${name}" begins with "${prefix}", as the tools do that the machine itself offers.`,
        hint: "Choose a name that begins otherwise.",
      };
};

const unusable: Judge = ({ noun, name }) => {
  const tooLong = noun === "graph" && name.length > longestIdentifier;
  if (/^[a-zA-Z0-9_-]+$/.test(name) && !tooLong) return null;
  return {
    code: "unusable-name",
    message: tooLong
      ? `The name of the graph has ${name.length} characters, more than ${longestIdentifier}.`
      : `The name of the ${noun} "${name}" has characters that break the paths of states.`,
    hint: `Use letters, digits, _ and -${noun === "graph" ? `, at most ${longestIdentifier}` : ""}.`,
  };
};

const unusableAsTool: Judge = ({ name }) =>
  toolNamePattern.test(name)
    ? null
    : {
        code: "unusable-tool-name",
        message: `The tool "${name}" has a name that providers of models reject.`,
        hint: "Use letters, digits, _ and -, at most 64.",
      };

const tooLong: Judge = ({ name }) =>
  toolNamePattern.test(handoffToolName(name))
    ? null
    : {
        code: "agent-name-too-long",
        message: `The agent "${name}" has a name of ${name.length} characters, which makes "${handoffToolName(name)}" too long for a tool.`,
        hint: `Use at most ${longestIdentifier - handoffToolName("").length} characters; its description can say more.`,
      };

/** States of every compiled machine beside its agents. */
const machineStates: readonly string[] = ["opened", "completed", "cancelled"];

/** Tools that the machine offers to agents that may ask the user or end the session. */
const machineTools: readonly string[] = [questionToolName, endToolName];

/** What providers accept for the name of a tool is also what a graph's name may have. */
const longestIdentifier = 64;

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
