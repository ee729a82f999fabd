import type { SvgElement } from "../svg-element.ts";

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Makes an element; attributes without a value are left out. */
export function element(
  tag: string,
  attributes: Attributes,
  children: readonly (SvgElement | string)[] = [],
): SvgElement {
  const given = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === "number" ? rounded(value) : value] as const],
  );
  return { tag, attributes: Object.fromEntries(given), children };
}

/** Half a pixel more or less is not seen; the same picture gives the same text everywhere. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
