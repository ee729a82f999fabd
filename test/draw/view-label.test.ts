import { expect, test } from "vitest";
import { agentViewLabel, handoffViewLabel } from "../../src/draw/view-label.ts";
import type { StandardView } from "../../src/graph/graph.ts";

const summary = { instructions: "", keep: 20 };
const view = (part: Partial<StandardView>): StandardView => ({
  kind: "standard",
  last: null,
  hide: "handoffs",
  summary: null,
  ...part,
});

test.each([
  [view({}), null, "all but handoffs"],
  [view({ last: 10 }), "last 10", "last 10"],
  [view({ hide: "calls" }), "without calls", "without calls"],
  [view({ hide: "nothing", last: 3 }), "last 3, with handoffs", "last 3, with handoffs"],
  [view({ summary }), "last 20, summary of the rest", "a summary"],
  [view({ summary, last: 3 }), "last 3, summary of the rest", "last 3, summary of the rest"],
  [{ kind: "custom" as const, name: "newest", select: () => [] }, "newest()", "newest()"],
])("what is seen, case %#", (seen, ofAgent, ofHandoff) => {
  expect(agentViewLabel(seen)).toBe(ofAgent);
  expect(handoffViewLabel(seen)).toBe(ofHandoff);
});
