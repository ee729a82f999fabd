import { UsageError } from "../../errors.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Run } from "../../runtime/run.ts";
import type { Session } from "../../runtime/session.ts";
import type { Update } from "../../runtime/update.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { describeError } from "../report-error.ts";
import type { Screen } from "../screen.ts";
import { followRun } from "./follow-run.ts";
import type { Interrupts } from "./interrupts.ts";
import { parseJsonLine, type Wish } from "./json-line.ts";
import type { LineSource } from "./line-source.ts";
import { restExitCode } from "./rest-exit-code.ts";
import { isExpiry, type Watch } from "./watch.ts";

/** Who drives a session through lines of JSON. */
export interface JsonSessionOptions {
  readonly graph: Graph;
  readonly session: Session;
  readonly screen: Screen;
  readonly lines: LineSource;
  readonly interrupts: Interrupts;
  /** The observer that the session was opened with. */
  readonly watch: Watch;
}

/**
 * Drives a session through lines: one for each update goes out, one for each wish comes in. docs/cli.md describes both.
 *
 * Lines are taken in order, each when what the one before it began has come to rest; but for `stop` and `cancel`,
 * which are taken at once.
 */
export async function jsonSession({
  graph,
  session,
  screen,
  lines,
  interrupts,
  watch,
}: JsonSessionOptions): Promise<ExitCode> {
  const emit = (value: object): void => screen.line(JSON.stringify(value));
  let refused = false;
  let interrupted = false;
  let last: Promise<void> = Promise.resolve();

  /**
   * Every update is a line, whoever began what it tells of. What a session does by itself, as a time to decide has
   * passed, is followed to its rest as any other run; where other calls wait still, it rests already.
   */
  function onUpdate(update: Update): void {
    emit(update);
    if (!isExpiry(update) || session.state.approvals.length > 0) return;
    const run = session.follow();
    enqueue(() => run);
  }

  /** What the session refuses is told; what breaks it ends everything. */
  async function follow(wish: Wish): Promise<void> {
    const run = interrupted ? null : begin(wish);
    if (run === null) return;
    const ending = await followRun(run, { session, interrupts, onUpdate: () => undefined }).catch(refuseLate);
    if (ending === "rested") return;
    interrupted = true;
    lines.leave();
  }

  /** What was said too late to be taken is refused as what is said wrongly: the session goes on, or is over. */
  function refuseLate(error: unknown): "rested" {
    if (!(error instanceof UsageError)) throw error;
    refuse(error);
    return "rested";
  }

  function begin(wish: Wish): Run | null {
    try {
      return wish(session);
    } catch (error) {
      refuse(error);
      return null;
    }
  }

  function refuse(error: unknown): void {
    refused = true;
    emit({ type: "error", ...describeError(error) });
  }

  function enqueue(wish: Wish): void {
    last = last.then(() => follow(wish));
    last.catch(lines.leave); // thrown again when there are no more lines
  }

  function take(line: string): void {
    try {
      const { when, wish } = parseJsonLine(line);
      if (when === "next") enqueue(wish);
      else takeNow(wish);
    } catch (error) {
      last = last.then(() => refuse(error));
    }
  }

  /** It is begun at once; a run of its own, as when nothing was under way, is followed when its turn comes. */
  function takeNow(wish: Wish): void {
    const run = begin(wish);
    if (run !== null) enqueue(() => run);
  }

  async function takeAll(): Promise<void> {
    for (;;) {
      const line = await lines.next({ kind: "user", text: "" });
      if (line === null) return;
      if (line.trim() !== "") take(line.trim());
    }
  }

  const { status, agent, approvals, position } = session.state;
  emit({ type: "session.ready", session: session.id, graph: graph.id, status, agent, approvals, position });
  if (status === "interrupted") enqueue((interruptedSession) => interruptedSession.resume());
  await watch.during(onUpdate, async () => {
    await interrupts.during(lines.leave, takeAll);
    await last;
  });
  if (interrupted) return exitCodes.interrupted;
  const rest = restExitCode(session);
  return refused && rest !== exitCodes.failed ? exitCodes.unusable : rest;
}
