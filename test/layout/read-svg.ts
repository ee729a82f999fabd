/** An arrow of an SVG drawing, as its attributes and its title tell it. */
export interface SvgArrow {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly stands: readonly string[];
  readonly title: string;
}

/** Reads the nodes and arrows of an SVG drawing off its data attributes. */
export function readSvg(drawing: string): { readonly nodes: readonly string[]; readonly arrows: readonly SvgArrow[] } {
  const nodes = [...drawing.matchAll(/ data-node="([^"]*)"/g)].map(([, id = ""]) => plain(id));
  const arrows = [...drawing.matchAll(/<g [^>]*data-arrow="[^>]*>\s*<title>([\s\S]*?)<\/title>/g)].map(
    ([tag, title = ""]): SvgArrow => {
      const attribute = (name: string): string => plain(new RegExp(` data-${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
      return {
        kind: attribute("kind"),
        from: attribute("from"),
        to: attribute("to"),
        stands: JSON.parse(attribute("stands")) as string[], // as it was written
        title: plain(title),
      };
    },
  );
  return { nodes, arrows };
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

function plain(text: string): string {
  return text.replaceAll(/&(\w+);/g, (_, name: string) => entities[name] ?? "");
}
