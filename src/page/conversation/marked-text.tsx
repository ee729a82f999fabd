import type { JSX } from "preact";
import { usePage } from "../store/use-page.ts";

/** A text in which what is searched for stands out. */
export function MarkedText({ text }: { readonly text: string }): JSX.Element {
  const find = usePage((state) => state.find?.trim().toLowerCase() ?? "");
  if (find === "") return <>{text}</>;
  return <>{pieces(text, find)}</>;
}

function pieces(text: string, find: string): readonly (JSX.Element | string)[] {
  const lower = text.toLowerCase();
  const found: (JSX.Element | string)[] = [];
  let from = 0;
  for (let at = lower.indexOf(find); at !== -1; at = lower.indexOf(find, from)) {
    found.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + find.length)}</mark>);
    from = at + find.length;
  }
  return [...found, text.slice(from)];
}
