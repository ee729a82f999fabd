import { setTimeout as wait } from "node:timers/promises";
import type { LineSource } from "../run/line-source.ts";
import type { Screen } from "../screen.ts";
import type { Scene } from "./story.ts";

/** How lines are acted. */
export interface Act {
  readonly scenes: readonly Scene[];
  readonly screen: Screen;
  /** Milliseconds for a letter; a thought takes many. */
  readonly letterTime: number;
  /** Who decides about approvals; `null`: they are granted. */
  readonly decider: LineSource | null;
  /** Whether something was denied until now. */
  readonly hasDenied: () => boolean;
}

/** Lines that appear as if somebody typed them, each scene under its title. */
export function actedLines({ scenes, screen, letterTime, decider, hasDenied }: Act): LineSource {
  const left = new AbortController();
  let scene = 0;

  async function type(text: string): Promise<void> {
    await pause(20);
    for (const letter of text) {
      screen.write(letter);
      await pause(1);
    }
    await pause(12);
    screen.line();
  }

  async function pause(letters: number): Promise<void> {
    if (letterTime > 0) await wait(letters * letterTime, null, { signal: left.signal }).catch(() => undefined);
  }

  return {
    interactive: decider?.interactive ?? false,
    async next(prompt) {
      if (left.signal.aborted) return null;
      if (prompt.kind === "approval" || prompt.kind === "reason") {
        if (decider !== null) return decider.next(prompt);
        screen.write(prompt.text);
        await pause(25);
        await type("y");
        return "y";
      }
      const current = scenes[scene++];
      if (current === undefined) return null;
      screen.line(screen.paint("dim", `── ${scene} of ${scenes.length} · ${current.title}\n`));
      screen.write(prompt.text);
      const says = hasDenied() ? (current.saysAfterDenial ?? current.says) : current.says;
      await type(says);
      return left.signal.aborted ? null : says;
    },
    leave() {
      left.abort();
      decider?.leave();
    },
  };
}
