/** An element of SVG as data: a writer makes text of it, a page makes elements of it. */
export interface SvgElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (SvgElement | string)[];
}
