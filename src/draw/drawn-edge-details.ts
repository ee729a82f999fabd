import type { Destination, Handoff } from "../graph/graph.ts";
import { jsonSchemaOf, type Schema } from "../graph/schema.ts";
import { sessionJson } from "../graph/session-json.ts";
import { sessionLabel } from "../graph/session-label.ts";
import { type JsonObject, toJson } from "../json.ts";
import type { DrawnEdge } from "./drawn-edge.ts";
import { type DrawnGuard, drawnGuard } from "./drawn-guard.ts";
import type { DrawnPlace } from "./drawn-place.ts";
import { type DrawnView, drawnView } from "./drawn-view.ts";

/** A way from one place to another, as plain JSON. */
export interface DrawnEdgeDetails {
  readonly kind: DrawnEdge["kind"];
  readonly from: DrawnPlace;
  readonly to: DrawnPlace;
  readonly guard: DrawnGuard | null;
  /** Its place among several of which the first that is open is taken, from 1; `null`: there is no other. */
  readonly rank: number | null;
  /** Of handoffs and delegations. */
  readonly call?: DrawnCall;
  /** Of `end_conversation`: JSON Schema of the session's result. */
  readonly result?: JsonObject | null;
  /** Of `end_conversation`: for the model. */
  readonly description?: string;
  /** Of ends: what the session must be like besides. */
  readonly session?: { readonly label: string; readonly tree: JsonObject } | null;
  /** Of ways to the user: what the machine says, or nothing. */
  readonly say?: string;
  /** Of an agent that goes on by itself: how often, and what it is told. */
  readonly stay?: { readonly maxTurns: number; readonly prompt: string };
  /** The name of the guardrail. */
  readonly guardrail?: string;
}

/** What a model calls to hand off. */
export interface DrawnCall {
  /** The name under which a model calls it. */
  readonly tool: string;
  readonly description: string;
  readonly offer: "whenOpen" | "always";
  readonly approval: boolean;
  /** Milliseconds. */
  readonly approvalExpires: number | null;
  readonly maxTimes: Handoff["maxTimes"];
  /** JSON Schema of the payload. */
  readonly input: JsonObject | null;
  /** The variables that it writes. */
  readonly set: JsonObject;
  /** Whether a function is called before it is taken. */
  readonly onHandoff: boolean;
  /** `null`: the target's own view. */
  readonly view: DrawnView | null;
  /** Of a delegation: JSON Schema of what is given back. */
  readonly result: JsonObject | null;
  /** Of a delegation: the model calls after which the conversation goes back by itself. */
  readonly maxTurns: number | null;
}

/** Writes an edge as plain JSON. */
export function edgeDetails(edge: DrawnEdge): DrawnEdgeDetails {
  const { kind, from, to, guard, rank } = edge;
  return { kind, from, to, guard: drawnGuard(guard), rank, ...originDetails(edge) };
}

function originDetails(edge: DrawnEdge): Partial<DrawnEdgeDetails> {
  switch (edge.kind) {
    case "handoff":
    case "delegation":
      return { call: drawnCall(edge.handoff) };
    case "route":
    case "afterReply":
      return destinationDetails(edge.destination);
    case "guardrail":
      return { guardrail: edge.guardrail.name };
    case "endCall":
      return { description: edge.canEnd.description, result: schemaJson(edge.canEnd.result) };
    case "end": {
      const { session } = edge.end;
      return { session: session && { label: sessionLabel(session), tree: sessionJson(session) } };
    }
    default:
      return {};
  }
}

function drawnCall(handoff: Handoff): DrawnCall {
  const { tool, description, offer, approval, approvalExpires, maxTimes, maxTurns } = handoff;
  return {
    tool,
    description,
    offer,
    approval,
    approvalExpires,
    maxTimes,
    input: schemaJson(handoff.input),
    set: Object.fromEntries(Object.entries(handoff.set).map(([name, value]) => [name, toJson(value)])),
    onHandoff: handoff.onHandoff !== null,
    view: handoff.view === null ? null : drawnView(handoff.view),
    result: schemaJson(handoff.result),
    maxTurns,
  };
}

function destinationDetails(destination: Destination): Partial<DrawnEdgeDetails> {
  switch (destination.kind) {
    case "user":
      return { say: destination.say };
    case "same":
      return { stay: { maxTurns: destination.maxTurns, prompt: destination.prompt } };
    default:
      return {};
  }
}

/** The JSON Schema of what a schema takes. */
export function schemaJson(schema: Schema | null): JsonObject | null {
  return schema === null ? null : jsonSchemaOf(schema, "input");
}
