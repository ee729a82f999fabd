import type { Graph, Handoff } from "../graph/graph.ts";
import { handoffToolName, returnToolName, sanitizeToolName } from "../graph/tool-name.ts";
import type { Place } from "./diagnostic.ts";

/** A place that makes the machine offer something to a model under a name. */
export interface ToolNameClaim {
  readonly name: string;
  readonly path: Place;
  /** For messages: `the tool "look"`. */
  readonly subject: string;
}

/** Two claims to one tool name; the one that stands first was there before. */
export interface ToolNameCollision {
  readonly offered: string;
  readonly claim: ToolNameClaim;
  readonly first: ToolNameClaim;
}

/**
 * All claims that come second to a name that models are offered. A handoff's own name counts for the agent that has
 * the handoff: two agents may offer different handoffs under one name.
 */
export function* toolNameCollisions(graph: Graph, handoffs: readonly Handoff[]): Generator<ToolNameCollision> {
  const firstByOffered = new Map<string, ToolNameClaim>();
  for (const { offered, claim } of [...defaultClaims(graph, handoffs), ...toolClaims(graph)]) {
    const first = firstByOffered.get(offered);
    if (first === undefined) firstByOffered.set(offered, claim);
    else yield { offered, claim, first };
  }
  const ownByAgent = new Map<string, ToolNameClaim>();
  for (const handoff of handoffs.filter(hasOwnName)) {
    const { from, to, tool } = handoff;
    const claim = { name: tool, path: ["agents", from, "handoffs", to, "tool"], subject: handoffSubject(handoff) };
    const first = firstByOffered.get(tool) ?? ownByAgent.get(`${from} ${tool}`);
    if (first === undefined) ownByAgent.set(`${from} ${tool}`, claim);
    else yield { offered: tool, claim, first };
  }
}

/** Whether a handoff is offered under another name than `handoff_to_<agent>`. */
export function hasOwnName({ tool, to }: Handoff): boolean {
  return tool !== handoffToolName(to);
}

interface Claimed {
  readonly offered: string;
  readonly claim: ToolNameClaim;
}

/** One claim for each agent that is handed off to under its usual name, and each that is returned to. */
function* defaultClaims(graph: Graph, handoffs: readonly Handoff[]): Generator<Claimed> {
  const targets = new Set<string>();
  const callers = new Set<string>();
  for (const handoff of handoffs) {
    const { from, to, mode } = handoff;
    const path = ["agents", from, "handoffs", to];
    if (!hasOwnName(handoff) && !targets.has(to) && Object.hasOwn(graph.agents, to)) {
      targets.add(to);
      yield { offered: handoffToolName(to), claim: { name: to, path, subject: handoffSubject(handoff) } };
    }
    if (mode === "delegate" && !callers.has(from)) {
      callers.add(from);
      yield { offered: returnToolName(from), claim: { name: from, path, subject: `the return to "${from}"` } };
    }
  }
}

function* toolClaims(graph: Graph): Generator<Claimed> {
  for (const name of Object.keys(graph.tools)) {
    yield { offered: sanitizeToolName(name), claim: { name, path: ["tools", name], subject: `the tool "${name}"` } };
  }
}

function handoffSubject({ from, to }: Handoff): string {
  return `the handoff from "${from}" to "${to}"`;
}
