import type { ApiProblem, Flow, ModelAnswer, NewSession } from "../../inspect/wire.ts";
import { isRecord, type JsonValue } from "../../json.ts";

/** The server, as the page asks it. Nothing here throws: what went wrong comes back as a problem. */
export interface Endpoint {
  flow(): Promise<Answer<Flow>>;
  open(session: NewSession): Promise<Answer<OpenedSession>>;
  fork(session: string, wish: { readonly position: number; readonly model?: string }): Promise<Answer<OpenedSession>>;
  reply(session: string, answer: ModelAnswer): Promise<Answer<unknown>>;
  act(session: string, action: SessionAction, body?: Readonly<Record<string, JsonValue>>): Promise<Answer<unknown>>;
  /** Where the journal is downloaded from. */
  exportAddress(session: string): string;
  streamAddress(session: string | null): string;
}

/** What can be done to a session. */
export type SessionAction = "send" | "operate" | "approve" | "deny" | "stop" | "resume" | "cancel";

/** A session that has just been made. */
export interface OpenedSession {
  readonly session: string;
}

/** What the server said, or why it did not. */
export type Answer<Value> =
  | { readonly kind: "done"; readonly value: Value }
  | { readonly kind: "refused"; readonly problem: ApiProblem };

/** Makes the endpoint of the page's own server: it asks nobody else. */
export function createEndpoint(): Endpoint {
  const path = (session: string, action: string): string => `api/sessions/${encodeURIComponent(session)}/${action}`;
  return {
    flow: () => ask<Flow>("api/flow"),
    open: (session) => ask<OpenedSession>("api/sessions", session),
    fork: (session, wish) => ask<OpenedSession>(path(session, "fork"), wish),
    reply: (session, answer) => ask(path(session, "reply"), answer),
    act: (session, action, body = {}) => ask(path(session, action), body),
    exportAddress: (session) => path(session, "export"),
    streamAddress: (session) => `api/stream${session === null ? "" : `?session=${encodeURIComponent(session)}`}`,
  };
}

async function ask<Value>(address: string, body?: unknown): Promise<Answer<Value>> {
  try {
    const response = await fetch(address, body === undefined ? {} : post(body));
    const value: unknown = await response.json().catch(() => null);
    // The one place where the page takes the server's word for the form of an answer.
    if (response.ok) return { kind: "done", value: value as Value };
    return { kind: "refused", problem: problemOf(value, response.status) };
  } catch {
    return {
      kind: "refused",
      problem: { code: "unreachable", message: "The server does not answer.", hint: "Is it still running?" },
    };
  }
}

function post(body: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

function problemOf(value: unknown, status: number): ApiProblem {
  const problem = isRecord(value) && isRecord(value.error) ? value.error : value;
  if (!isRecord(problem) || typeof problem.message !== "string") {
    return { code: "unexpected", message: `The server answered with status ${status}.` };
  }
  const { code, message, hint } = problem;
  return {
    code: typeof code === "string" ? code : "unexpected",
    message,
    ...(typeof hint === "string" ? { hint } : {}),
  };
}
