import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { IconButton } from "../controls/button.tsx";
import type { Item } from "../record/item.ts";
import { goTo } from "../store/changes.ts";
import { useDesk, usePage } from "../store/use-page.ts";

/** Searches the conversation: the next and the one before are gone to, and the chart with them. */
export function FindBar({
  items,
  found,
  past,
}: {
  readonly items: readonly Item[];
  /** By their place in `items`. */
  readonly found: readonly number[];
  /** How many items stand at the position that is shown. */
  readonly past: number;
}): JSX.Element {
  const { store } = useDesk();
  const find = usePage((state) => state.find) ?? "";
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const current = found.findLastIndex((index) => index < past);
  const visit = (place: number): void => {
    const item = items[found[(place + found.length) % found.length] ?? -1];
    if (item !== undefined) store.change((state) => goTo(state, item.position));
  };
  return (
    <search class="find-bar">
      <input
        ref={field}
        type="search"
        aria-label="Search the conversation"
        placeholder="Search the conversation"
        value={find}
        onInput={({ currentTarget: { value } }) => store.change((state) => ({ ...state, find: value }))}
        onKeyDown={(event) => {
          if (event.key === "Enter") visit(event.shiftKey ? current - 1 : current + 1);
          if (event.key === "Escape") store.change((state) => ({ ...state, find: null }));
        }}
      />
      <span class="find-count" role="status">
        {find.trim() === "" ? "" : found.length === 0 ? "none" : `${current + 1} of ${found.length}`}
      </span>
      <IconButton icon="up" label="The one before" isDisabled={found.length === 0} onPress={() => visit(current - 1)} />
      <IconButton icon="down" label="The next" isDisabled={found.length === 0} onPress={() => visit(current + 1)} />
      <IconButton
        icon="close"
        label="End the search"
        onPress={() => store.change((state) => ({ ...state, find: null }))}
      />
    </search>
  );
}
