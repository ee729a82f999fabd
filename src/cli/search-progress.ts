import type { GraphCheckOptions } from "../check/check-graph.ts";

/** Tells on a terminal how far a search is: one line, written over again and again. */
export interface SearchProgress {
  /** What a check takes as its `progress`; nothing where nobody watches. */
  readonly options: Pick<GraphCheckOptions, "progress">;
  /** Takes the line away. */
  clear(): void;
}

/** What the line is written to: stderr. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Shows progress on a stream that is a terminal; on others, nothing. */
export function searchProgress(stream: ProgressStream): SearchProgress {
  if (stream.isTTY !== true) return { options: {}, clear: () => undefined };
  let isShown = false;
  return {
    options: {
      progress: {
        every: statesBetweenLines,
        report({ states, expanded, edges }) {
          isShown = true;
          stream.write(
            `${lineStart}${number(states)} states found, ${number(expanded)} of them looked at, ${number(edges)} transitions`,
          );
        },
      },
    },
    clear() {
      if (isShown) stream.write(lineStart);
    },
  };
}

const statesBetweenLines = 100_000;

/** To the first column, and nothing left of the line. */
const lineStart = "\r\u001b[K";

function number(value: number): string {
  return value.toLocaleString("en-US");
}
