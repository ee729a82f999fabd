import { markTexts } from "./mark-of.ts";
import { mermaidText } from "./mermaid-text.ts";
import type { Mark, Overlay, Tone } from "./overlay.ts";

/** Gives links that an overlay speaks of their strokes; they are numbered in the order in which they are drawn. */
export function markedLinks(marks: readonly (Mark | null)[]): readonly string[] {
  return Object.entries(linkStyles).flatMap(([tone, style]) => {
    const numbers = marks.flatMap((mark, index) => (mark?.tone === tone ? [index] : []));
    return numbers.length === 0 ? [] : [`linkStyle ${numbers.join(",")} ${style}`];
  });
}

/** Gives nodes that an overlay speaks of the class of their tone; `nodes`: their names by the ids that it knows. */
export function markedNodes(overlay: Overlay | null, nodes: ReadonlyMap<string, string>): readonly string[] {
  const tones = Map.groupBy([...nodes], ([id]) => overlay?.marks.get(id)?.tone ?? null);
  return [...tones].flatMap(([tone, some]) =>
    tone === null
      ? []
      : [
          `classDef ${tone}Mark ${nodeStyles[tone]}`,
          `class ${[...new Set(some.map(([, name]) => name))].join(",")} ${tone}Mark`,
        ],
  );
}

/** What is to be read about a node, for the last lines in it. */
export function markLines(overlay: Overlay | null, id: string): readonly string[] {
  return markTexts(overlay?.marks.get(id) ?? null).map((text) => `<b>${mermaidText(text)}</b>`);
}

/** Broader, dotted or pale: no tone is told by its colour alone. */
const linkStyles: Readonly<Record<Tone, string>> = {
  active: "stroke:#0b7a5b,stroke-width:4px",
  last: "stroke:#0b7a5b,stroke-width:4px",
  visited: "stroke:#0b7a5b,stroke-width:2.5px",
  never: "stroke:#b6becb,stroke-width:1px",
  refused: "stroke:#b3261e,stroke-width:2.5px,stroke-dasharray:1 4",
  added: "stroke:#1a7f37,stroke-width:3px",
  removed: "stroke:#b3261e,stroke-width:2px,stroke-dasharray:3 4",
  changed: "stroke:#9a6700,stroke-width:3px",
};

const nodeStyles: Readonly<Record<Tone, string>> = {
  active: "fill:#d9f3e8,stroke:#0b7a5b,stroke-width:4px,color:#10331f",
  last: "stroke:#0b7a5b,stroke-width:4px",
  visited: "stroke:#0b7a5b,stroke-width:2.5px",
  never: "opacity:0.5",
  refused: "stroke:#b3261e,stroke-width:2.5px",
  added: "stroke:#1a7f37,stroke-width:3px",
  removed: "stroke:#b3261e,stroke-width:2px,stroke-dasharray:3 4",
  changed: "stroke:#9a6700,stroke-width:3px",
};
