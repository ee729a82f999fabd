/*
 * What stands in a mixed reply, by kind, and in which orders. A reply is a list of parts; `handoff` parts are wishes
 * about who speaks next, `tool` parts are all other calls.
 */

/** How a handoff of a mixed reply stands. */
export const handoffKinds = ["allowed", "guarded", "unknown", "self", "spent"] as const;
export type HandoffKind = (typeof handoffKinds)[number];

/** How a tool call of a mixed reply stands. */
export const toolKinds = [
  "ok",
  "throws",
  "badArguments",
  "unknownTool",
  "granted",
  "denied",
  "expired",
  "foreign",
] as const;
export type ToolKind = (typeof toolKinds)[number];

/** One call of a mixed reply. */
export type Part =
  | { readonly of: "handoff"; readonly kind: HandoffKind }
  | { readonly of: "tool"; readonly kind: ToolKind };

/** A reply: its calls in order, and whether it has a text. */
export interface MixedReply {
  readonly parts: readonly Part[];
  readonly text: string;
}

/** All sequences of these, up to a length. */
function sequences<Kind>(kinds: readonly Kind[], longest: number): readonly (readonly Kind[])[] {
  const shorter: readonly (readonly Kind[])[] = longest === 0 ? [] : sequences(kinds, longest - 1);
  if (longest === 0) return [[]];
  const longer = shorter.filter(({ length }) => length === longest - 1);
  return [...shorter, ...longer.flatMap((one) => kinds.map((kind) => [...one, kind]))];
}

/** All multisets of these, up to a size: the sequences that stand in the order of the list. */
function multisets<Kind>(kinds: readonly Kind[], largest: number): readonly (readonly Kind[])[] {
  return sequences(kinds, largest).filter((one) =>
    one.every((kind, index) => index === 0 || kinds.indexOf(one[index - 1] ?? kind) <= kinds.indexOf(kind)),
  );
}

/** In which order the handoffs stand among the tools. */
type Mixing = (handoffs: readonly Part[], tools: readonly Part[]) => readonly Part[];

const handoffsFirst: Mixing = (handoffs, tools) => [...handoffs, ...tools];
const toolsFirst: Mixing = (handoffs, tools) => [...tools, ...handoffs];
const inTurn: Mixing = (handoffs, tools) =>
  Array.from({ length: Math.max(handoffs.length, tools.length) }, (_, index) => [
    ...handoffs.slice(index, index + 1),
    ...tools.slice(index, index + 1),
  ]).flat();
const inTurnBackwards: Mixing = (handoffs, tools) => [...inTurn(tools.toReversed(), handoffs.toReversed())];

const mixings: readonly Mixing[] = [handoffsFirst, toolsFirst, inTurn, inTurnBackwards];

/**
 * Every combination: all sequences of up to three handoffs × all multisets of up to three tools × text or none. How
 * they are mixed goes round with the combinations. The empty reply is none: it is a failure of the model.
 */
export function allSequences(): readonly MixedReply[] {
  return sequences(handoffKinds, 3).flatMap((wishes, index) => combined(wishes, index));
}

/** Every combination as a multiset, mixed in one of the four ways, with a text or without. */
export function allMultisets(): readonly MixedReply[] {
  return multisets(handoffKinds, 3).flatMap((wishes, index) => combined(wishes, index));
}

function combined(wishes: readonly HandoffKind[], start: number): readonly MixedReply[] {
  const handoffs: readonly Part[] = wishes.map((kind) => ({ of: "handoff", kind }));
  return multisets(toolKinds, 3).flatMap((calls, index) => {
    const mix = mixings[(start + index) % mixings.length] ?? handoffsFirst;
    const parts = mix(
      handoffs,
      calls.map((kind) => ({ of: "tool", kind })),
    );
    const texts = parts.length === 0 ? ["Well."] : index % 2 === 0 ? ["Well.", ""] : ["", "Well."];
    return texts.map((text) => ({ text, parts }));
  });
}
