import type { ModelAnswer } from "../inspect/wire.ts";
import { lookup } from "../json.ts";
import type { Run } from "../runtime/run.ts";
import type { Session } from "../runtime/session.ts";
import { ApiError } from "./api-error.ts";
import type { InspectorCore } from "./inspector-core.ts";
import {
  type Body,
  countIn,
  optionalJsonIn,
  optionalListIn,
  optionalRecordIn,
  optionalTextIn,
  optionalWordIn,
  textIn,
} from "./read-body.ts";

/** What is done to a session that is there. */
export interface SessionAction {
  readonly id: string;
  /** The last part of its address. */
  readonly action: string;
  readonly body: Body;
}

/**
 * Does something to a session: what that starts goes on after the answer.
 *
 * @throws {ApiError} `not_found` for an action that there is none of; what the session throws.
 */
export async function actOnSession(core: InspectorCore, { id, action, body }: SessionAction): Promise<void> {
  const act = lookup(actions, action);
  if (act === undefined) {
    const names = [...Object.keys(actions), "fork", "reply"].join(", ");
    const message = `Nothing called "${action}" can be done to a session.`;
    throw new ApiError(404, { code: "not_found", message, hint: `What can: ${names}.` });
  }
  core.leave(id, act(await core.open(id), body));
}

const actions: Readonly<Record<string, (session: Session, body: Body) => Run>> = {
  send: (session, body) => session.send(textIn(body, "text")),
  operate(session, body) {
    const text = optionalTextIn(body, "text");
    const handoff = optionalRecordIn(body, "handoff");
    return session.operate({
      ...(text === undefined ? {} : { text }),
      ...(handoff === undefined ? {} : { handoff: handoffOf(handoff) }),
    });
  },
  approve(session, body) {
    const input = optionalJsonIn(body, "input");
    return session.approve(textIn(body, "call"), { ...decision(body), ...(input === undefined ? {} : { input }) });
  },
  deny(session, body) {
    const reason = optionalTextIn(body, "reason");
    return session.deny(textIn(body, "call"), { ...decision(body), ...(reason === undefined ? {} : { reason }) });
  },
  stop: (session) => session.stop(),
  resume: (session) => session.resume(),
  cancel: (session, body) => session.cancel(optionalTextIn(body, "reason")),
};

/** Opens a session that is new, with its first message where there is one. */
export async function openSession(
  { runtime, models, list, leave, watchtower }: InspectorCore,
  body: Body,
): Promise<string> {
  const { name, choice } = models.choose(optionalTextIn(body, "model"));
  const text = optionalTextIn(body, "text");
  const session = await (choice === null ? runtime.open() : runtime.open(undefined, choice));
  const run = text === undefined || text === "" ? null : sendFirst(session, text);
  list.note(session.id, { model: name, madeAt: Date.now() });
  watchtower.tellChange(session.id);
  if (run !== null) leave(session.id, run);
  return session.id;
}

/** A session whose first message cannot be said is none. */
function sendFirst(session: Session, text: string): Run {
  try {
    return session.send(text);
  } catch (error) {
    session.close();
    throw error;
  }
}

/** Makes a session that shares another's entries up to a position, and with it. What is unfinished in it waits to be resumed. */
export async function forkSession(core: InspectorCore, source: string, body: Body): Promise<string> {
  const { runtime, models, list, watchtower, claimedNames } = core;
  const { name } = models.choose(optionalTextIn(body, "model") ?? list.modelOf(source) ?? undefined);
  const position = countIn(body, "position");
  const fork = await claimName(core, source);
  try {
    await runtime.fork(source, position + 1, fork);
  } finally {
    claimedNames.delete(fork);
  }
  list.note(fork, { model: name, forkOf: { session: source, position } });
  watchtower.tellChange(fork);
  return fork;
}

/** Reads what the person who looks answers in the place of a model. */
export function modelAnswer(body: Body): ModelAnswer {
  const text = optionalTextIn(body, "text");
  const calls = optionalListIn(body, "calls");
  return {
    turn: countIn(body, "turn"),
    ...(text === undefined ? {} : { text }),
    ...(calls === undefined
      ? {}
      : {
          calls: calls.map((call) => ({
            name: textIn(call, "name"),
            arguments: optionalJsonIn(call, "arguments") ?? {},
          })),
        }),
  };
}

/** What is decided is bound to what was shown, so whoever decides says what that was. */
function decision(body: Body): { readonly binding: string; readonly remember?: "tool" | "arguments" } {
  const remember = optionalWordIn(body, "remember", ["tool", "arguments"]);
  return { binding: textIn(body, "binding"), ...(remember === undefined ? {} : { remember }) };
}

function handoffOf(body: Body): NonNullable<Parameters<Session["operate"]>[0]["handoff"]> {
  const input = optionalJsonIn(body, "input");
  return { to: textIn(body, "to"), ...(input === undefined ? {} : { input }) };
}

/** `session-1~1`, `session-1~2`, …: one that no session has, and no fork that is being made at the same time. */
async function claimName({ list, claimedNames }: InspectorCore, source: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = `${source}~${number}`;
    if ((await list.has(name)) || claimedNames.has(name)) continue;
    claimedNames.add(name);
    return name;
  }
}
