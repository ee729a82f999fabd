import type { JSX } from "preact";

/** Draws one of the page's signs; it says nothing to a screen reader, its button does. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}

/** The signs there are. */
export type IconName = keyof typeof paths;

const paths = {
  back: "M10 3 5 8l5 5",
  forward: "m6 3 5 5-5 5",
  play: "M5 3.5v9l7-4.5z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  fit: "M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.5 10.5 14 14",
  close: "m4 4 8 8M12 4l-8 8",
  fork: "M4 3v10M4 8c4 0 8 0 8-4M12 4l-2 2M12 4l2 2",
  check: "m3 8.5 3.5 3.5L13 4.5",
  cross: "m4.5 4.5 7 7M11.5 4.5l-7 7",
  down: "m4 6 4 4 4-4",
  right: "m6 4 4 4-4 4",
  up: "m4 10 4-4 4 4",
  sun: "M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1",
  moon: "M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z",
  auto: "M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
  stop: "M4.5 4.5h7v7h-7z",
  send: "M2.5 8 13.5 3l-3 10-3-4z",
  image: "M2.5 3.5h11v9h-11zM2.5 11l3-3 2.5 2 2-2 3.5 3",
  file: "M4 2.5h5l3 3v8H4zM9 2.5v3h3",
  person: "M8 3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM3.5 13.5c.5-3 2.3-4 4.5-4s4 1 4.5 4",
  help: "M6 6c0-2.5 4-2.5 4 0 0 1.5-2 1.7-2 3.2M8 11.6v.4",
  tool: "M10.5 2.5a3 3 0 0 0-3 4L3 11l2 2 4.5-4.5a3 3 0 0 0 4-3l-2 1.5-2-2z",
  download: "M8 2.5v8M5 7.5l3 3 3-3M3 13.5h10",
} as const;
