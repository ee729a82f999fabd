import { styleText } from "node:util";

/** Where a command writes. */
export interface Screen {
  /** Writes to stdout as it is. */
  write(text: string): void;
  /** Writes a line to stdout. */
  line(text?: string): void;
  /** Writes a line to stderr. */
  complain(text: string): void;
  /** Styles a text for stdout; plain where stdout is no terminal, or NO_COLOR is set. */
  paint(style: Style, text: string): string;
  /** Styles a text for stderr. */
  paintComplaint(style: Style, text: string): string;
  /** The number of columns. */
  readonly width: number;
  /** Whether stdout is a terminal. */
  readonly isTerminal: boolean;
}

/** The styles of the terminal that commands use. */
export type Style = Parameters<typeof styleText>[0];

/** The terminal, or whatever stdout and stderr lead to. */
export function standardScreen(): Screen {
  const { stdout, stderr } = process;
  return {
    write: (text) => stdout.write(text),
    line: (text = "") => stdout.write(`${text}\n`),
    complain: (text) => stderr.write(`${text}\n`),
    paint: (style, text) => styleText(style, text, { stream: stdout }),
    paintComplaint: (style, text) => styleText(style, text, { stream: stderr }),
    isTerminal: stdout.isTTY === true,
    get width() {
      return Math.max(40, Math.min(stdout.columns ?? 100, 120));
    },
  };
}
