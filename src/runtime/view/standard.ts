import type { StandardView } from "../../graph/graph.ts";
import { concatenated } from "./concatenated.ts";
import type { Coverage, SummarizingView } from "./coverage.ts";
import { type Hide, shownBetween, shownSince } from "./hide.ts";
import { lastShown } from "./last.ts";
import type { Stretch } from "./stretch.ts";
import { summaryMessage, summaryOrder } from "./summary.ts";
import type { DueSummary, ViewPlan } from "./view-plan.ts";

/** Plans what a view that is written as data shows of a stretch; `cover` is asked only where it has a summary. */
export function planStandard(
  stretch: Stretch,
  view: StandardView,
  cover: (view: SummarizingView) => Coverage,
): ViewPlan {
  const { hide, last, summary } = view;
  if (summary === null) {
    const cut = last === null ? () => stretch.from : () => lastShown(stretch, hide, last);
    return { summary: null, seen: () => shownSince(stretch, hide, cut) };
  }
  return planSummarized(stretch, { hide, instructions: summary.instructions, coverage: cover({ ...view, summary }) });
}

interface Summarized {
  readonly hide: Hide;
  readonly instructions: string;
  readonly coverage: Coverage;
}

/** The summary takes the place of what it covers; what lies behind it is shown. */
function planSummarized(stretch: Stretch, { hide, instructions, coverage }: Summarized): ViewPlan {
  const { known, covers } = coverage;
  const covered = known?.covers ?? stretch.from;
  const opening = known === null ? [] : [summaryMessage(stretch.agent, known.text)];
  const summary: DueSummary | null =
    covers === covered
      ? null
      : {
          for: coverage.for,
          covers,
          instructions,
          messages: concatenated(
            opening,
            { [Symbol.iterator]: () => shownBetween(stretch, hide, { from: covered, to: covers }) },
            [summaryOrder(stretch.agent)],
          ),
        };
  return {
    summary,
    seen: (made) =>
      summary !== null && made !== null
        ? concatenated(
            [summaryMessage(stretch.agent, made)],
            shownSince(stretch, hide, () => covers),
          )
        : concatenated(
            opening,
            shownSince(stretch, hide, () => covered),
          ),
  };
}
