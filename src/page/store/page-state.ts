import type { PictureLevel } from "../../draw/picture.ts";
import type { ApiProblem, Flow, ModelQuestion, SessionSummary } from "../../inspect/wire.ts";
import type { SessionRecord } from "../record/session-record.ts";
import type { Example } from "./example.ts";
import type { ShownGraph } from "./shown-graph.ts";

/** All that the page knows and shows. What can be derived from it is derived where it is shown. */
export interface PageState {
  readonly connection: "connecting" | "live" | "lost";
  readonly flow: Flow | null;
  /** The flow's graph as the library reads it; `null` until it is there. */
  readonly graph: ShownGraph | null;
  readonly sessions: readonly SessionSummary[];
  /** The session that is followed. */
  readonly session: string | null;
  readonly record: SessionRecord | null;
  /** The position that is shown; `null` follows the head. */
  readonly position: number | null;
  readonly level: PictureLevel;
  /** What is shown in the narrow layout. */
  readonly view: "chart" | "conversation" | "facts";
  /** What the panel at the side shows. */
  readonly panel: "facts" | "details" | "check";
  readonly selection: Selection | null;
  /** Agents whose fold differs from what it would be by itself. */
  readonly unfolded: ReadonlyMap<string, boolean>;
  readonly theme: Theme;
  /** Whether the page is dark now: as it was chosen, or as the system is. */
  readonly isDark: boolean;
  readonly streaming: StreamingText | null;
  readonly question: ModelQuestion | null;
  /** Whether it goes forward by itself, and by how many entries in a second. */
  readonly isPlaying: boolean;
  readonly speed: number;
  readonly find: string | null;
  readonly dialog: "sessions" | "keys" | "new" | "fork" | null;
  readonly notice: ApiProblem | null;
  /** What is shown in the place of the session that is followed: a conversation that the checker has found. */
  readonly example: Example | null;
}

/** What was chosen in the chart. */
export type Selection =
  | { readonly kind: "node"; readonly id: string }
  | { readonly kind: "arrow"; readonly id: string; readonly stands: readonly string[] };

/** Colours: those of the system, or always one. */
export type Theme = "auto" | "light" | "dark";

/** Text of a turn while it arrives. */
export interface StreamingText {
  readonly agent: string;
  readonly turn: number;
  readonly text: string;
}

/** The state of a page that has just been opened. */
export const initialState: PageState = {
  connection: "connecting",
  flow: null,
  graph: null,
  sessions: [],
  session: null,
  record: null,
  position: null,
  level: "agents",
  view: "conversation",
  panel: "facts",
  selection: null,
  unfolded: new Map(),
  theme: "auto",
  isDark: false,
  streaming: null,
  question: null,
  isPlaying: false,
  speed: 2,
  find: null,
  dialog: null,
  notice: null,
  example: null,
};
