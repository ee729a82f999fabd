import type { DrawnEdge } from "./drawn-edge.ts";

/** Says in a word or two what kind of way an edge is; those that need none are handoffs, user messages and ends. */
export function edgeTitle(edge: DrawnEdge): string {
  switch (edge.kind) {
    case "guardrail":
      return `guardrail ${edge.guardrail.name}`;
    case "handoff":
    case "entry":
    case "end":
      return "";
    default:
      return titles[edge.kind];
  }
}

const titles = {
  delegation: "delegate",
  return: "return",
  route: "route",
  afterReply: "after reply",
  endCall: "end_conversation",
  limit: "limit reached",
} as const;
