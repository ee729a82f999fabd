import type { JSX } from "preact";
import type { Verdict } from "../../check/engine/result.ts";
import { Icon, type IconName } from "../controls/icon.tsx";

/** A verdict as a sign and a word: its colour says nothing that they do not. */
export function VerdictMark({ verdict }: { readonly verdict: Verdict }): JSX.Element {
  return (
    <span class={`verdict verdict-${verdict}`}>
      <Icon name={verdictIcons[verdict]} />
      <span>{verdict}</span>
    </span>
  );
}

const verdictIcons: Readonly<Record<Verdict, IconName>> = {
  holds: "check",
  violated: "cross",
  vacuous: "minus",
  unknown: "help",
};

/** What a verdict means that needs to be explained. */
export const verdictMeanings: Readonly<Record<Verdict, string | null>> = {
  holds: null,
  violated: null,
  vacuous:
    "Nothing speaks against it, but what it speaks of never happens: either the property misses what it means, or a part of the graph is dead. It does not count as holding.",
  unknown:
    "A budget ended the search before the answer was known. Raise the budget, or look at fewer calls in a reply. It does not count as holding.",
};
