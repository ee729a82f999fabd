import type { JSX } from "preact";
import { goTo, positionOf } from "../store/changes.ts";
import { useDesk, usePage } from "../store/use-page.ts";

/** More are not listed. */
const most = 80;

/** Where something happened in this session: a click goes there. */
export function Occurrences({
  title,
  positions,
}: {
  readonly title: string;
  readonly positions: readonly number[] | undefined;
}): JSX.Element {
  const { store } = useDesk();
  const position = usePage(positionOf);
  if (positions === undefined || positions.length === 0) return <p class="remark">{title}: not in this session</p>;
  return (
    <div>
      <p class="remark">
        {title}: {positions.length} {positions.length === 1 ? "time" : "times"}
      </p>
      <ul class="occurrences">
        {positions.slice(0, most).map((at) => (
          <li key={at}>
            <button
              type="button"
              class="position-link"
              aria-current={at === position ? "true" : undefined}
              aria-label={`Go to entry ${at}`}
              onClick={() => store.change((state) => goTo(state, at))}
            >
              {at}
            </button>
          </li>
        ))}
        {positions.length > most && <li class="remark">and {positions.length - most} more</li>}
      </ul>
    </div>
  );
}
