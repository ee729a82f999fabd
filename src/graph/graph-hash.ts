import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson, type JsonObject, type JsonValue, toJson } from "../json.ts";
import type { Approval } from "./approval.ts";
import type { AfterReply, AgentView, AuthoredGuard, Graph, Handoff } from "./graph.ts";
import { guardJson } from "./guard-json.ts";
import { refuseNoGraph } from "./refuse-no-graph.ts";
import { jsonSchemaOf, type Schema } from "./schema.ts";
import { sessionJson } from "./session-json.ts";

/** SHA-256 digests, in hexadecimal, of the canonical JSON (RFC 8785) of a graph's parts. */
export interface GraphHash {
  /** Of both parts together. */
  readonly graph: string;
  /** Of all that decides where a conversation may go: agents, edges, guards, tools' effects, limits. */
  readonly routing: string;
  /** Of all that only models read: descriptions and instructions. */
  readonly prompt: string;
}

/**
 * Hashes a graph. Equal hashes mean equal data; the bodies of functions (a tool's `run`, a predicate's
 * `test`) are not part of it, only their names and declarations are.
 */
export function hashGraph(graph: Graph): GraphHash {
  const known = hashes.get(graph);
  if (known !== undefined) return known;
  refuseNoGraph(graph);
  const routing = digest(routingPart(graph));
  const prompt = digest(promptPart(graph));
  const hash = Object.freeze({ graph: digest({ prompt, routing }), routing, prompt });
  hashes.set(graph, hash);
  return hash;
}

/**
 * SHA-256 of a value's canonical JSON, in hexadecimal. RFC 8785 has no text for half of a surrogate pair, which a model can
 * leave of a character it cuts: there the halves are spelled out, behind a word that no JSON begins with.
 */
export function digest(value: JsonValue): string {
  return bytesToHex(sha256(utf8ToBytes(hashedText(value))));
}

function hashedText(value: JsonValue): string {
  try {
    return canonicalJson(value);
  } catch (error) {
    if (!half.test(JSON.stringify(value))) throw error;
    return `halves ${canonicalJson(spelledOut(value))}`;
  }
}

/** How `JSON.stringify` writes half of a pair: an escape, whose backslash is not escaped itself. */
const half = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

/** Backslashes are doubled, so that what is spelled out is not what somebody has written. */
function spelledOut(value: JsonValue): JsonValue {
  if (typeof value === "string") return spelledText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(spelledOut);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [spelledText(key), part === undefined ? part : spelledOut(part)]),
  );
}

function spelledText(text: string): string {
  return text.replace(/\\|\p{Surrogate}/gu, (found) =>
    found === "\\" ? "\\\\" : `\\u${found.charCodeAt(0).toString(16)}`,
  );
}

const hashes = new WeakMap<Graph, GraphHash>();

function routingPart(graph: Graph): JsonValue {
  return {
    id: graph.id,
    start: graph.start,
    variables: schemaPart(graph.variables.schema),
    initial: { ...graph.variables.initial } as JsonObject, // validated: scalars, or objects of the variables' schema
    limits: { ...graph.limits },
    onLimit: { ...graph.onLimit },
    prices: mapValues(graph.prices, (price) => ({ ...price })),
    entry:
      graph.entry.kind === "list"
        ? graph.entry.rules.map(({ agent, guard }) => ({ agent, guard: guardPart(guard) }))
        : graph.entry.kind,
    whilePending: graph.whilePending,
    severalHandoffs: graph.severalHandoffs,
    retry: graph.retry,
    delegationDepth: graph.delegationDepth,
    ends: graph.ends.map(({ outcome, guard, session }) => ({
      outcome,
      guard: guardPart(guard),
      session: session === null ? null : sessionJson(session),
    })),
    guardrails: graph.guardrails.map(({ name, on, agents, tools, beside, onTrip, onError }) => ({
      name,
      on,
      agents,
      tools,
      beside,
      onTrip: { ...onTrip },
      onError,
    })),
    tools: mapValues(graph.tools, (tool) => ({
      input: schemaPart(tool.input),
      output: schemaPart(tool.output),
      writes: [...tool.writes].sort(),
      guard: guardPart(tool.guard),
      approval: approvalPart(tool.approval),
      approvalExpires: tool.approvalExpires,
      timeout: tool.timeout,
      inDoubt: tool.inDoubt,
    })),
    agents: mapValues(graph.agents, ({ kind, tools, handoffs, routes, afterReply, output, canEnd, canAsk }) => ({
      kind,
      tools: [...tools].sort(),
      handoffs: mapValues(handoffs, handoffPart),
      routes: routes.map(wayPart),
      afterReply: afterReply.map(wayPart),
      output: schemaPart(output),
      canEnd: canEnd && {
        guard: guardPart(canEnd.guard),
        result: schemaPart(canEnd.result),
        outcome: canEnd.outcome,
      },
      canAsk,
    })),
  };
}

function handoffPart(handoff: Handoff): JsonValue {
  const { tool, guard, input, offer, approval, approvalExpires, maxTimes, set, onHandoff, mode, result, maxTurns } =
    handoff;
  return {
    tool,
    guard: guardPart(guard),
    input: schemaPart(input),
    offer,
    approval,
    approvalExpires,
    maxTimes: maxTimes && { ...maxTimes },
    set: toJson(set),
    onHandoff: onHandoff !== null,
    mode,
    result: schemaPart(result),
    maxTurns,
  };
}

function wayPart({ destination, guard }: Pick<AfterReply, "destination" | "guard">): JsonValue {
  return { destination: { ...destination }, guard: guardPart(guard) };
}

function promptPart(graph: Graph): JsonValue {
  return {
    tools: mapValues(graph.tools, ({ description }) => description),
    guardrails: graph.guardrails.map(({ name, say }) => ({ name, say })),
    agents: mapValues(graph.agents, ({ description, instructions, handoffs, view, canEnd, settings }) => ({
      description,
      instructions,
      view: viewPart(view),
      canEnd: canEnd?.description ?? null,
      settings: { ...settings },
      handoffs: mapValues(handoffs, (handoff) => ({ description: handoff.description, view: viewPart(handoff.view) })),
    })),
  };
}

function viewPart(view: AgentView | null): JsonValue {
  if (view === null) return null;
  if (view.kind === "custom") return { kind: view.kind, name: view.name };
  return { ...view, summary: view.summary && { ...view.summary } };
}

function schemaPart(schema: Schema | null): JsonValue {
  return schema === null ? null : jsonSchemaOf(schema, "input");
}

function approvalPart(approval: Approval): JsonValue {
  return approval.kind === "when" ? guardPart(approval) : approval.kind;
}

function guardPart(guard: AuthoredGuard | null): JsonValue {
  return guard === null ? null : guardJson(guard.node);
}

function mapValues<Value>(record: Readonly<Record<string, Value>>, part: (value: Value) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, part(value)]));
}
