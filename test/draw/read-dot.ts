/** An arrow as it is written in DOT. */
export interface DotArrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly stands: readonly string[];
}

const text = String.raw`"((?:[^"\\]|\\.)*)"`;

/** Reads what is needed of a drawing in DOT, one statement to a line. */
export function readDot(drawing: string): { readonly nodes: readonly string[]; readonly arrows: readonly DotArrow[] } {
  const nodes = [...drawing.matchAll(new RegExp(`^ +${text} \\[`, "gm"))].map(([, id = ""]) => unquoted(id));
  const arrows = [...drawing.matchAll(new RegExp(`^ +${text} -> ${text} \\[(.*)\\]$`, "gm"))].map(
    ([, from = "", to = "", attributes = ""]): DotArrow => ({
      from: unquoted(from),
      to: unquoted(to),
      label: attribute(attributes, "label"),
      stands: JSON.parse(attribute(attributes, "comment")) as string[], // as it was written
    }),
  );
  return { nodes, arrows };
}

function attribute(attributes: string, name: string): string {
  const [, value = ""] = new RegExp(`(?:^|, )${name}=${text}`).exec(attributes) ?? [];
  return unquoted(value);
}

function unquoted(value: string): string {
  return value.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
}
