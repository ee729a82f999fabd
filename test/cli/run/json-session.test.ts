import { expect, test } from "vitest";
import { jsonSession } from "../../../src/cli/run/json-session.ts";
import type { LineSource } from "../../../src/cli/run/line-source.ts";
import { createWatch } from "../../../src/cli/run/watch.ts";
import { createRuntime } from "../../../src/runtime/create-runtime.ts";
import type { Update } from "../../../src/runtime/update.ts";
import { call, manualClock, scriptedModel } from "../../../src/testing/index.ts";
import { richDesk } from "../fixtures/rich-desk.ts";
import { recordingScreen } from "../recording-screen.ts";
import { interrupts } from "./rich-chat.ts";

test("what a session does by itself, as nobody decided in time, is written to its rest", async () => {
  const screen = recordingScreen(80);
  const clock = manualClock();
  const watch = createWatch();
  const model = scriptedModel([call("blink"), "Late."]);
  const session = await createRuntime(richDesk, { model, clock, observers: [watch] }).open("s");
  const goesOn = Promise.withResolvers<null>();

  /** Time passes when the call waits; stdin ends as soon as the model is asked again. */
  function onUpdate(update: Update): void {
    if (update.type === "run.ended" && update.status === "awaitingApproval")
      queueMicrotask(() => clock.advance(60_000));
    if (update.type === "turn.started" && update.turn === 2) goesOn.resolve(null);
  }

  const given = ["go"];
  const lines: LineSource = {
    interactive: false,
    next: async () => given.shift() ?? goesOn.promise,
    leave: () => undefined,
  };
  const drive = () => jsonSession({ graph: richDesk, session, screen, lines, interrupts, watch });
  expect(await watch.during(onUpdate, drive)).toBe(0);
  const written = screen.written().trimEnd().split("\n");
  expect(written.map((line): unknown => JSON.parse(line).type)).toEqual([
    ...["session.ready", "turn.started", "turn.ended", "approval.requested", "run.ended"],
    ...["approval.settled", "tool.settled", "turn.started", "text.delta", "turn.ended", "run.ended"],
  ]);
});
