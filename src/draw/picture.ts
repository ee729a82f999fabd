import type { DrawnEdge } from "./drawn-edge.ts";

/**
 * A drawing before anything in it has a place: what is drawn, in the order of the definition. Every picture that is laid
 * out (SVG, the inspector's chart) is made of one.
 */
export interface Picture {
  readonly title: string;
  readonly level: PictureLevel;
  /** Parents before their children. */
  readonly nodes: readonly PictureNode[];
  readonly arrows: readonly PictureArrow[];
  /** What holds for all of it, for the foot of the drawing: budgets, what follows when one is spent. */
  readonly caption: readonly PictureLine[];
}

/** `agents`: a node for each agent. `states`: every state of the machine, inside its agent. */
export type PictureLevel = "agents" | "states";

/** A box, a person, an end; or what holds others. */
export interface PictureNode {
  /** `agent:triage`, `state:triage.deciding`, `state:opened`, `end:solved`, `user`, `anyAgent`, `start`: unique in a picture. */
  readonly id: string;
  readonly kind: "agent" | "human" | "unknown" | "anyAgent" | "user" | "start" | "end" | "state" | "mesh";
  /** The node that holds it, or `null`. */
  readonly parent: string | null;
  readonly title: string;
  /** What else stands in it, line by line. */
  readonly lines: readonly PictureLine[];
  /** The agent that it is or belongs to. */
  readonly agent: string | null;
  /** Whether it could show what it holds, and does not. */
  readonly isFolded: boolean;
}

/** An arrow between two nodes; it may stand for several edges of the graph or rows of the table. */
export interface PictureArrow {
  readonly id: string;
  /** `start`: to where a session opens. `event`: a transition that takes no edge of the graph, or several kinds of them. */
  readonly kind: DrawnEdge["kind"] | "event" | "start";
  readonly from: string;
  readonly to: string;
  readonly lines: readonly PictureLine[];
  /** The ids of all edges (level `agents`) or rows (level `states`) that it stands for: what overlays and frames name. */
  readonly stands: readonly string[];
  /** Whether it has two heads. */
  readonly isMutual: boolean;
}

/** One line of text, and what it is. */
export interface PictureLine {
  readonly text: string;
  readonly style: LineStyle;
}

/** What a line says: a condition, that a person must allow it, a tool, what is told along, any other remark, an event;
 * `mark` is what an overlay says. */
export type LineStyle = "plain" | "guard" | "approval" | "tool" | "payload" | "note" | "event" | "mark";
