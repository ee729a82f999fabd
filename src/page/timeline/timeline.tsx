import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { IconButton } from "../controls/button.tsx";
import { playOrPause } from "../controls/use-keys.ts";
import { goTo, headOf, positionOf } from "../store/changes.ts";
import { canControl } from "../store/show-example.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import { type Span, zoomed } from "./span.ts";
import { Track } from "./track.tsx";
import { usePlayer } from "./use-player.ts";

const speeds = [1, 2, 4, 8, 20] as const;

/** The session from its first entry to its last, and the means to go through it. */
export function Timeline(): JSX.Element {
  const { store } = useDesk();
  const head = usePage(headOf);
  const position = usePage(positionOf);
  const isPlaying = usePage((state) => state.isPlaying);
  const speed = usePage((state) => state.speed);
  const isFollowing = usePage((state) => state.position === null);
  const canFork = usePage((state) => canControl(state) && state.record !== null && state.record.length > 0);
  const [span, setSpan] = useState<Span | null>(null);
  const session = usePage((state) => state.record?.session ?? null);
  useEffect(() => setSpan(null), [session]);
  usePlayer();
  const isEmpty = head < 0;
  return (
    <section class="timeline" aria-label="Timeline">
      <div class="timeline-tools">
        <IconButton
          icon="back"
          label="One entry back (←)"
          isDisabled={position <= 0}
          onPress={() => store.change((state) => goTo(state, positionOf(state) - 1))}
        />
        <IconButton
          icon={isPlaying ? "pause" : "play"}
          label={isPlaying ? "Pause (space)" : "Play (space)"}
          isDisabled={isEmpty}
          onPress={() => store.change(playOrPause)}
        />
        <IconButton
          icon="forward"
          label="One entry forward (→)"
          isDisabled={position >= head}
          onPress={() => store.change((state) => goTo(state, positionOf(state) + 1))}
        />
        <select
          class="speed"
          aria-label="Entries per second"
          value={String(speed)}
          onChange={({ currentTarget: { value } }) => store.change((state) => ({ ...state, speed: Number(value) }))}
        >
          {speeds.map((one) => (
            <option key={one} value={one}>
              {one}/s
            </option>
          ))}
        </select>
      </div>
      <Track span={span} onSpan={setSpan} />
      <div class="timeline-tools timeline-end">
        <IconButton
          icon="plus"
          label="Show a shorter stretch"
          isDisabled={head < 8}
          onPress={() => setSpan(zoomed(span, { by: 0.5, around: position, head }))}
        />
        <IconButton
          icon="minus"
          label="Show a longer stretch"
          isDisabled={span === null}
          onPress={() => setSpan(zoomed(span, { by: 2, around: position, head }))}
        />
        <button
          type="button"
          class="text-button fork-button"
          disabled={!canFork}
          onClick={() => store.change((state) => ({ ...state, dialog: "fork" }))}
        >
          fork here
        </button>
        <button
          type="button"
          class={isFollowing ? "live-button is-live" : "live-button"}
          aria-pressed={isFollowing}
          disabled={isEmpty}
          onClick={() => store.change((state) => ({ ...goTo(state, headOf(state)), isPlaying: false }))}
        >
          live
        </button>
      </div>
    </section>
  );
}
