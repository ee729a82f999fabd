import { createInterface } from "node:readline/promises";

/** Where the lines of a conversation come from. */
export interface LineSource {
  /** Whether a person is there to answer. */
  readonly interactive: boolean;
  /** Asks for a line; `null` when there are no more, or the question was withdrawn. The line stands on the screen afterwards, behind its prompt. */
  next(prompt: Prompt): Promise<string | null>;
  /** Answers whoever waits for a line with `null`, now and from now on. */
  leave(): void;
}

/** What is shown before a line. */
export interface Prompt {
  readonly kind: "user" | "operator" | "approval" | "reason";
  readonly text: string;
  /** Withdraws the question when it aborts: whoever waits for a line gets `null`, and lines are kept for the next one. */
  readonly signal?: AbortSignal;
}

/** Shows a line that nobody typed on the screen. */
export type Echo = (line: string) => void;

/** Lines that are known beforehand. */
export function givenLines(lines: readonly string[], echo: Echo): LineSource {
  const left = [...lines];
  return {
    interactive: false,
    async next({ text }) {
      const line = left.shift() ?? null;
      if (line !== null) echo(`${text}${line}`);
      return line;
    },
    leave: () => {
      left.length = 0;
    },
  };
}

/** Lines of stdin: from a person at a terminal, with a prompt to edit them at, or from a pipe, which are echoed. */
export function standardLines(echo: Echo): LineSource {
  const { stdin, stdout } = process;
  const interactive = stdin.isTTY === true;
  const terminal = interactive && stdout.isTTY === true;
  const reader = createInterface({ input: stdin, ...(terminal ? { output: stdout } : {}), terminal });
  const waiting: string[] = [];
  let ended = false;
  let wake = (): void => undefined;

  reader.on("line", (line) => {
    waiting.push(line);
    wake();
  });
  reader.on("close", leave);
  reader.on("SIGINT", leave);
  rest();

  function leave(): void {
    if (ended) return;
    ended = true;
    reader.close();
    wake();
  }

  /** Between two prompts the terminal is as usual, so that Ctrl-C is a signal and nothing is drawn over. */
  function rest(): void {
    if (!terminal || ended) return;
    reader.pause();
    stdin.setRawMode(false);
  }

  function prompt(text: string): void {
    stdin.setRawMode(true);
    reader.setPrompt(text);
    reader.prompt();
  }

  /** What was typed so far was an answer to a question that is withdrawn. */
  function forget(): void {
    stdout.write("\n");
    reader.setPrompt("");
    reader.write(null, { ctrl: true, name: "e" });
    reader.write(null, { ctrl: true, name: "u" });
  }

  return {
    interactive,
    async next({ text, signal }) {
      if (waiting.length === 0 && !ended && signal?.aborted !== true) {
        if (terminal) prompt(text);
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal?.addEventListener("abort", () => resolve());
        });
      }
      const isWithdrawn = signal?.aborted === true;
      if (isWithdrawn && terminal) forget();
      const line = isWithdrawn ? null : (waiting.shift() ?? null);
      if (!terminal && line !== null) echo(`${text}${line}`);
      if (terminal && line === null && !isWithdrawn) stdout.write("\n");
      rest();
      return line;
    },
    leave,
  };
}
