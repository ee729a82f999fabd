import type { Graph } from "../../graph/graph.ts";
import type { Clock } from "../../runtime/ports.ts";
import type { Run } from "../../runtime/run.ts";
import type { Session } from "../../runtime/session.ts";
import { describeError } from "../report-error.ts";
import type { Screen } from "../screen.ts";
import type { Draft } from "./draft.ts";
import type { Prompt } from "./line-source.ts";
import type { Transcript } from "./transcript.ts";
import type { Watch } from "./watch.ts";

/** A chat under way, as its steps see it. */
export interface Chat {
  readonly graph: Graph;
  readonly session: Session;
  readonly screen: Screen;
  readonly transcript: Transcript;
  readonly watch: Watch;
  readonly clock: Pick<Clock, "now">;
  /** What goes with the next message. */
  readonly draft: Draft;
  /** Whether a person is there to answer. */
  readonly interactive: boolean;
  /** Asks for a line; `null` when there are no more, somebody leaves, or the question is withdrawn. */
  ask(prompt: Prompt): Promise<string | null>;
}

/** What comes after a step of a chat: the next one, a run to follow, or the way out. */
export type Next =
  | { readonly kind: "again" }
  | { readonly kind: "follow"; readonly run: Run }
  | { readonly kind: "leave" };

/** Does something that may be refused: a refusal is told, and the chat goes on. */
export async function attempt({ transcript }: Chat, act: () => Next | Promise<Next>): Promise<Next> {
  try {
    return await act();
  } catch (error) {
    const { message, hint } = describeError(error);
    transcript.note(`✗ ${message}${hint === null ? "" : ` ${hint}`}`, "red");
    return { kind: "again" };
  }
}
