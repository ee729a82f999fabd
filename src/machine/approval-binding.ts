import { digest } from "../graph/graph-hash.ts";
import type { Call } from "./context.ts";

/**
 * What a decision is bound to: the digest of the call's key and attempt, what it asks for with which arguments, and when
 * the time to decide is over. A decision about anything else is dropped; so is one about the first attempt when the call
 * is in doubt and a person is asked once more.
 */
export function bindingOf({ key: call, request, expiresAt, attempt }: BoundCall): string {
  switch (request.kind) {
    case "tool":
      return digest({ call, attempt, kind: "tool", name: request.tool, input: request.input, expiresAt });
    case "handoff":
      return digest({ call, attempt, kind: "handoff", name: request.to, input: request.input, expiresAt });
    default:
      return digest({ call, attempt, kind: request.kind });
  }
}

type BoundCall = Pick<Call, "key" | "request" | "expiresAt" | "attempt">;
