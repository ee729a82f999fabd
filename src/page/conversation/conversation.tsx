import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { AgentTag } from "../controls/agent-tag.tsx";
import { OpenedContext } from "../controls/disclosure.tsx";
import { countUpTo } from "../record/bisect.ts";
import { conversationItems } from "../record/conversation-items.ts";
import { goTo, headOf, positionOf } from "../store/changes.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import { FindBar } from "./find-bar.tsx";
import { ItemRow } from "./item-row.tsx";
import { NoConversation } from "./no-conversation.tsx";
import { foundItems } from "./text-of-item.ts";
import { WindowedList } from "./windowed-list.tsx";

/** All that was said and done, in order; what lies behind the position that is shown is faint. */
export function Conversation(): JSX.Element {
  const { store } = useDesk();
  const record = usePage((state) => state.record);
  const position = usePage(positionOf);
  const isAtHead = usePage((state) => positionOf(state) === headOf(state));
  const streaming = usePage((state) => (state.position === null ? state.streaming : null));
  const find = usePage((state) => state.find);
  const session = record?.session;
  const opened = useMemo(() => new Set<string>(), [session]);
  const items = useMemo(() => (record === null ? [] : conversationItems(record, position)), [record, position]);
  const keys = useMemo(
    () => [...items.map(({ key }) => key), ...(streaming === null ? [] : ["streaming"])],
    [items, streaming === null],
  );
  const found = useMemo(
    () => (record === null || find === null ? [] : foundItems(items, record, find)),
    [items, record, find],
  );
  const past = useMemo(() => countUpTo(items, position, (item) => item.position), [items, position]);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const { current: element } = list;
    if (element === null) return;
    const onClick = ({ target }: MouseEvent): void => {
      if (!(target instanceof Element) || target.closest(ownAction) !== null) return;
      if (getSelection()?.isCollapsed === false) return;
      const at = target.closest<HTMLElement>("[data-position]")?.dataset.position;
      if (at !== undefined) store.change((state) => goTo(state, Number(at)));
    };
    element.addEventListener("click", onClick);
    return () => element.removeEventListener("click", onClick);
  }, [store]);

  const wanted = useMemo(
    () => ({ index: isAtHead ? keys.length - 1 : past - 1, mark: `${session} ${position}` }),
    [isAtHead, keys.length, past, session, position],
  );
  const row = (index: number): JSX.Element => {
    const item = items[index];
    if (item === undefined || record === null) return <Streaming />;
    const isFuture = index >= past;
    const isNow = index === past - 1 && !isAtHead;
    return (
      <div
        class={`row row-${item.kind}${isFuture ? " row-future" : ""}${isNow ? " row-now" : ""}`}
        data-position={item.position}
      >
        <ItemRow
          item={item}
          before={items[index - 1] ?? null}
          record={record}
          position={isFuture ? headOf(store.get()) : position}
        />
        <button
          type="button"
          class="row-position"
          aria-label={`Go to entry ${item.position}`}
          onClick={() => store.change((state) => goTo(state, item.position))}
        >
          {item.position}
        </button>
      </div>
    );
  };
  return (
    <OpenedContext.Provider value={opened}>
      {find !== null && <FindBar items={items} found={found} past={past} />}
      <div class="conversation" ref={list}>
        {items.length === 0 && streaming === null ? (
          <NoConversation />
        ) : (
          <WindowedList label="All that was said and done" keys={keys} wanted={wanted} row={row} />
        )}
      </div>
    </OpenedContext.Provider>
  );
}

/** What answers a click itself. */
const ownAction = "button, a, input, select, textarea, summary, .disclosed";

function Streaming(): JSX.Element {
  const streaming = usePage((state) => state.streaming);
  if (streaming === null) return <div />;
  return (
    <div class="row row-streaming">
      <AgentTag name={streaming.agent} />
      <div class="bubble bubble-agent bubble-streaming">
        <p>{streaming.text}</p>
      </div>
    </div>
  );
}
