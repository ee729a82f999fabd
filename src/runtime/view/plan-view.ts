import type { AgentView, Graph, Handoff } from "../../graph/graph.ts";
import { andThen } from "../../graph/maybe-promise.ts";
import type { SessionFacts } from "../../graph/written.ts";
import { lookup } from "../../json.ts";
import type { Received, SessionContext } from "../../machine/context.ts";
import { edgeKey } from "../../machine/edge.ts";
import { agentOf } from "../../machine/state.ts";
import { balanced } from "./balanced.ts";
import { concatenated } from "./concatenated.ts";
import { type Coverage, edgeCoverage, rollingCoverage, type SummarizingView } from "./coverage.ts";
import { planCustom } from "./custom.ts";
import { planStandard } from "./standard.ts";
import { currentFrom, type Messages, type Stretch, wholeReply } from "./stretch.ts";
import type { ViewPlan } from "./view-plan.ts";

export type { DueSummary, ViewPlan } from "./view-plan.ts";

/** Whose model is to see the conversation. */
export interface ViewPlace {
  readonly graph: Graph;
  readonly agent: string;
  readonly session: string;
}

/** What a view is a projection of. */
export type ViewedContext = Pick<SessionContext, "received" | "heard" | "summaries" | "variables"> & {
  readonly conversation: Messages;
};

/**
 * Plans what an agent's model sees of the conversation. Pure, and nothing is lost by it: the conversation keeps
 * everything, and the next plan may show what this one hides.
 *
 * V1 A handoff's view rules what was said before it was taken, for as long as the target has the conversation by it;
 *    the agent's own view rules what was said since, and everything where there is no view on the handoff.
 * V2 What is shown is balanced: see `balanced.ts`.
 * V3 The newest user message is shown, but for what a custom view decides.
 * V4 Planning costs the same at any length of the conversation; reading costs what is shown.
 */
export function planView({ graph, agent, session }: ViewPlace, context: ViewedContext): ViewPlan {
  const { conversation, received, heard, summaries, variables } = context;
  const since = received === null ? 0 : wholeReply(conversation, received.since);
  const current = currentFrom(conversation, { heard, since });
  const whole: Stretch = { conversation, agent, from: 0, to: conversation.length, heard, current };
  const facts: SessionFacts = { session, agent, variables };
  const own = agentOf(graph, agent).view;
  const edge = takenEdge(graph, agent, received);
  if (edge === undefined || edge.view === null) {
    const cover = (view: SummarizingView) => rollingCoverage(whole, view, { name: agent, summaries });
    return balancedPlan(planPart(whole, own, { facts, cover }), [own]);
  }
  const before = { ...whole, to: since };
  const after = { ...whole, from: since };
  const name = edgeKey(edge);
  const plan = joined(
    planPart(before, edge.view, {
      facts,
      cover: (view) => edgeCoverage(before, view, { name, summaries }),
    }),
    // Under its own name: the agent's summary of everything must not begin with what this handoff shows.
    planPart(after, own, {
      facts,
      cover: (view) => rollingCoverage(after, view, { name: `${agent} since ${name}`, summaries }),
    }),
  );
  return balancedPlan(plan, [edge.view, own]);
}

function takenEdge(graph: Graph, agent: string, received: Received | null): Handoff | undefined {
  if (received?.by !== "handoff") return undefined;
  return lookup(agentOf(graph, received.from).handoffs, agent);
}

interface PartOptions {
  readonly facts: SessionFacts;
  readonly cover: (view: SummarizingView) => Coverage;
}

function planPart(stretch: Stretch, view: AgentView, { facts, cover }: PartOptions): ViewPlan {
  return view.kind === "custom" ? planCustom(stretch, view, facts) : planStandard(stretch, view, cover);
}

/** One plan after the other. Of two summaries the first is made; the second is due again at the next call. */
function joined(before: ViewPlan, after: ViewPlan): ViewPlan {
  return {
    summary: before.summary ?? after.summary,
    seen: (made) =>
      andThen(before.seen(made), (first) =>
        andThen(after.seen(before.summary === null ? made : null), (second) => concatenated(first, second)),
      ),
  };
}

/** Only what a custom view gives can be out of balance, by itself or beside what is shown of the rest. */
function balancedPlan(plan: ViewPlan, views: readonly AgentView[]): ViewPlan {
  if (views.every(({ kind }) => kind === "standard")) return plan;
  return { summary: plan.summary, seen: (made) => andThen(plan.seen(made), balanced) };
}
