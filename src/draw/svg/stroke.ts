import type { PictureArrow } from "../picture.ts";

/** How an arrow is drawn: no two kinds are alike, also without colours. */
export interface Stroke {
  /** Pixels. */
  readonly width: number;
  /** `null`: an unbroken line. */
  readonly dash: string | null;
  /** The name of a colour of the theme; `null`: that of arrows. */
  readonly color: string | null;
  readonly head: "filled" | "open" | "double";
  readonly tail: "none" | "dot" | "diamond" | "bar";
  /** What the legend says. */
  readonly meaning: string;
}

/** The strokes of all kinds of arrows; where Mermaid draws a kind in a way of its own, it is the same way. */
export const strokeOf: Readonly<Record<PictureArrow["kind"], Stroke>> = {
  start: stroke("where a session opens", { width: 1.5 }),
  entry: stroke("a user's message", { head: "open" }),
  handoff: stroke("handoff", {}),
  delegation: stroke("delegation", { width: 3.4 }),
  return: stroke("return", { dash: "2 4" }),
  route: stroke("route, without the model", { dash: "8 4" }),
  afterReply: stroke("after a reply", { dash: "8 4 2 4" }),
  guardrail: stroke("guardrail", { dash: "8 4", color: "guardrail", tail: "diamond" }),
  limit: stroke("a budget is spent", { dash: "8 4", color: "limit", tail: "bar" }),
  endCall: stroke("the model ends it", { head: "double" }),
  end: stroke("the session is over", { tail: "dot" }),
  event: stroke("event", { width: 1.2 }),
};

function stroke(meaning: string, given: Partial<Stroke>): Stroke {
  return { width: 1.6, dash: null, color: null, head: "filled", tail: "none", meaning, ...given };
}
