import type { Screen } from "../../src/cli/screen.ts";

/** A terminal of so many columns, without colours, that keeps what is written to it. */
export function recordingScreen(width: number): Screen & { written(): string } {
  let text = "";
  const write = (piece: string): void => {
    text += piece;
  };
  return {
    write,
    line: (line = "") => write(`${line}\n`),
    complain: (line) => write(`${line}\n`),
    paint: (_, painted) => painted,
    paintComplaint: (_, painted) => painted,
    width,
    isTerminal: true,
    written: () => text,
  };
}
