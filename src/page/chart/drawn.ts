import { h, type VNode } from "preact";
import type { SvgElement } from "../../draw/svg-element.ts";

/** Makes elements of the page of a drawing as data; the outermost gets further attributes and children. */
export function drawn(
  { tag, attributes, children }: SvgElement,
  more: Readonly<Record<string, string | number>> = {},
  behind: readonly VNode[] = [],
): VNode {
  return h(tag, { ...attributes, ...more }, [
    ...children.map((child) => (typeof child === "string" ? child : drawn(child))),
    ...behind,
  ]);
}
