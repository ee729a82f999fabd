import type { Agent } from "../../graph/graph.ts";
import type { Effect } from "./effect.ts";
import type { Layout } from "./layout.ts";
import { type PendingCall, without } from "./pending.ts";
import type { Next } from "./twin-builder.ts";
import { count } from "./twin-changes.ts";

/** What an agent wishes about who speaks next: the first call of its open reply, when no tool is left in it. */
export interface Wish {
  readonly agent: Agent;
  readonly call: PendingCall;
}

/** The wish is not granted: the model will be told. */
export function refuse(layout: Layout, effect: Effect): Next {
  count(layout, effect, "refusals");
  return (pending) => without(pending, 0);
}
