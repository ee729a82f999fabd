import { type ChatOptions, chat } from "../../../src/cli/run/chat.ts";
import type { LineSource } from "../../../src/cli/run/line-source.ts";
import { createWatch } from "../../../src/cli/run/watch.ts";
import type { ScriptedStep } from "../../../src/models/scripted-reply.ts";
import { createRuntime } from "../../../src/runtime/create-runtime.ts";
import type { Session } from "../../../src/runtime/session.ts";
import { type ManualClock, manualClock, scriptedModel } from "../../../src/testing/index.ts";
import { richDesk } from "../fixtures/rich-desk.ts";
import { recordingScreen } from "../recording-screen.ts";

/** A line that is never typed: a minute passes instead. */
export const minutePasses: unique symbol = Symbol("a minute passes");

/** What somebody does at the prompt. */
export type Typed = string | typeof minutePasses;

/** What came of a chat. */
export interface RichChat {
  readonly written: string;
  readonly session: Session;
}

/** Chats with the rich desk: a person at a terminal of 80 columns types these lines, and leaves. */
export async function richChat(script: readonly ScriptedStep[], lines: readonly Typed[]): Promise<RichChat> {
  const screen = recordingScreen(80);
  const clock = manualClock();
  const watch = createWatch();
  const session = await createRuntime(richDesk, { model: scriptedModel(script), clock, observers: [watch] }).open("s");
  const typed = typedLines(lines, { clock, echo: (line) => screen.line(line) });
  await chat({ graph: richDesk, session, screen, lines: typed, interrupts, watch, clock });
  return { written: screen.written(), session };
}

/** Nobody presses Ctrl-C. */
export const interrupts: ChatOptions["interrupts"] = { during: (_, work) => work() };

function typedLines(
  lines: readonly Typed[],
  { clock, echo }: { readonly clock: ManualClock; readonly echo: (line: string) => void },
): LineSource {
  const left = [...lines];
  return {
    interactive: true,
    async next({ text, signal }) {
      const line = left.shift() ?? null;
      echo(`${text}${line === minutePasses ? "" : (line ?? "")}`);
      if (line !== minutePasses) return line;
      const withdrawn = new Promise<null>((resolve) => signal?.addEventListener("abort", () => resolve(null)));
      clock.advance(60_000);
      return withdrawn;
    },
    leave: () => undefined,
  };
}
