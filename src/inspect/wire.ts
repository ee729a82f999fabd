import type { JsonObject, JsonValue } from "../json.ts";
import type { StateName } from "../machine/state.ts";
import type { OfferedTool } from "../runtime/ports.ts";
import type { RestStatus } from "../runtime/update.ts";
import type { Frame } from "./frame.ts";

/*
 * What the inspector's server and its page say to each other, all of it JSON.
 *
 *   GET  api/flow                             Flow
 *   GET  api/stream?session=ID                server-sent events: StreamEvent; the id of frames is `SESSION POSITION AT`
 *                                             of the last of them (percent-encoded; `AT`: the time of that entry)
 *   POST api/sessions                         NewSession            → { session }
 *   POST api/sessions/ID/send                 { text }
 *   POST api/sessions/ID/operate              { text?, handoff?: { to, input? } }
 *   POST api/sessions/ID/approve              { call, binding, input?, remember? }
 *   POST api/sessions/ID/deny                 { call, binding, reason?, remember? }
 *   POST api/sessions/ID/stop | resume        {}
 *   POST api/sessions/ID/cancel               { reason? }
 *   POST api/sessions/ID/fork                 { position, model? }  → { session }, which shares the entries from 0 to `position`
 *   POST api/sessions/ID/reply                ModelAnswer: the person who looks answers in the place of the model
 *   GET  api/sessions/ID/export               the journal, as NDJSON
 *
 * What is refused comes with a status of 400 or more and an ApiProblem.
 */

/** The graph that is looked at, and what may be done with its sessions. */
export interface Flow {
  /** Differs from one start of the server to the next: what a page remembers of another one is void. */
  readonly server: string;
  /** As `graphToJson` writes it, with the properties that stand beside it. */
  readonly graph: JsonObject;
  /** Whether sessions can be talked to, or only looked at. */
  readonly canControl: boolean;
  /** The models that a new session or a fork can have, the first unless asked otherwise; `you`: whoever looks. */
  readonly models: readonly ModelName[];
}

/** A model by its label; `you` is the person who looks. */
export type ModelName = string;

/** What is opened. */
export interface NewSession {
  readonly model?: ModelName;
  /** Its first message, where there is one already. */
  readonly text?: string;
}

/** A session in the list. */
export interface SessionSummary {
  readonly id: string;
  readonly state: StateName;
  readonly status: RestStatus | "running";
  /** The number of entries. */
  readonly length: number;
  /** Of the first entry and the last: milliseconds since the epoch. */
  readonly startedAt: number;
  readonly changedAt: number;
  /** The first thing that was said, shortened. */
  readonly title: string;
  /** How many calls wait for a person; a model call that waits for whoever looks is one of them. */
  readonly waiting: number;
  readonly model: ModelName | null;
  readonly forkOf: { readonly session: string; readonly position: number } | null;
  /** Why it cannot be shown: it was recorded under another graph, or is broken. */
  readonly problem: string | null;
}

/** One event of the stream. */
export type StreamEvent =
  /** All sessions: first of all, and whenever one comes, goes or changes. */
  | {
      readonly type: "sessions";
      /** As in {@link Flow}: where it is another, the server was started again. */
      readonly server: string;
      readonly sessions: readonly SessionSummary[];
      /** How many more the journal has, which are not listed. */
      readonly more?: number;
    }
  /** Frames of the session that is followed, in order; after a reconnection those behind the last that was seen. */
  | { readonly type: "frames"; readonly session: string; readonly frames: readonly Frame[] }
  /** What was seen of the session is void: frames begin again. */
  | { readonly type: "reset"; readonly session: string }
  /** Text of a turn as it arrives; it comes again, whole, in a frame. */
  | {
      readonly type: "delta";
      readonly session: string;
      readonly agent: string;
      readonly turn: number;
      readonly text: string;
    }
  /** A model call that waits for the person who looks; `null`: none does. */
  | { readonly type: "asked"; readonly session: string; readonly question: ModelQuestion | null };

/** What a model would be asked. */
export interface ModelQuestion {
  readonly agent: string;
  readonly turn: number;
  readonly instructions: string;
  /** How many messages it sees. */
  readonly messages: number;
  readonly tools: readonly OfferedTool[];
  /** What the agent has besides, and is not offered now: the machine refuses it, as it would a model. */
  readonly withheld: readonly OfferedTool[];
}

/** What is answered in the place of a model. */
export interface ModelAnswer {
  /** Of the question: an answer to an older one is refused. */
  readonly turn: number;
  readonly text?: string;
  readonly calls?: readonly { readonly name: string; readonly arguments: JsonValue }[];
}

/** Why a request was refused. */
export interface ApiProblem {
  /** As in the errors of the library, or `forbidden`, `not_found`, `read_only`. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}
