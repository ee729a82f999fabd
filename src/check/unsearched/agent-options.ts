import { agentViewLabel, handoffViewLabel } from "../../draw/view-label.ts";
import type { Agent, AgentView, CanEnd, Graph, Handoff, StandardView } from "../../graph/graph.ts";
import { lookup } from "../../json.ts";
import { durationOption, type Option, option, schemaOption } from "./option.ts";
import { isLimited } from "./price-options.ts";
import { type Described, widenedSchema } from "./widened-schema.ts";

/* What agents and their handoffs say that no search follows: forms of answers, what is told along, hooks and views. */

/** The options of an agent. */
export function agentOptions(graph: Graph, old: Graph): readonly Option<Agent>[] {
  return [
    schemaOption("output", ({ output }) => output ?? { leftOut: {} }),
    {
      subject: (agent) => `the result that ${agent} ends with`,
      loosened: ({ canEnd: now }, { canEnd: before }) =>
        now === null || before === null ? null : widenedSchema(resultOf(now), resultOf(before)),
    },
    option(
      (agent) => `the view of ${agent}`,
      (now, before) => !showsLess(now.view, before.view),
      ({ view }) => viewLabel(agentViewLabel(view) ?? "all but handoffs", view),
    ),
    option(
      (agent) => `the model of ${agent}, under a limit of costs,`,
      ({ settings: now }, { settings: before }) => isLimited(graph, old) && now.model !== before.model,
      ({ settings }) => settings.model ?? "that of the client",
    ),
  ];
}

/** A handoff, and what its target sees of everything. */
export interface HandoffPart {
  readonly handoff: Handoff;
  readonly view: AgentView;
}

/** The options of a handoff, where these variables are those that guards read. */
export function handoffOptions(read: ReadonlySet<string>): readonly Option<HandoffPart>[] {
  return [
    schemaOption("input", ({ handoff }) => handoff.input ?? { leftOut: note("reason") }),
    schemaOption("result", ({ handoff }) => handoff.result ?? { leftOut: note("result") }),
    durationOption("time to decide about", ({ handoff }) => handoff.approvalExpires),
    option(
      (handoff) => `onHandoff of ${handoff}`,
      (now, before) => now.handoff.onHandoff === null && before.handoff.onHandoff !== null,
      ({ handoff }) => (handoff.onHandoff === null ? "gone" : "a function that may refuse it"),
    ),
    option(
      (handoff) => `what ${handoff} writes and no guard reads`,
      (now, before) => unread(now.handoff, read).some((name) => lookup(before.handoff.set, name) === undefined),
      ({ handoff }) => unread(handoff, read).join(", ") || "nothing",
    ),
    option(
      (handoff) => `the view of ${handoff}`,
      (now, before) =>
        (now.handoff.view ?? before.handoff.view) !== null &&
        !showsLess(now.handoff.view ?? now.view, before.handoff.view ?? before.view),
      ({ handoff, view }) =>
        viewLabel(
          handoff.view === null ? `that of ${handoff.to}: ${handoffViewLabel(view)}` : handoffViewLabel(handoff.view),
          handoff.view ?? view,
        ),
    ),
  ];
}

function resultOf({ result }: CanEnd): Described {
  return result ?? { leftOut: note("reason") };
}

/** What can be told where no schema says what: a text. */
function note(key: string) {
  return { type: "object", properties: { [key]: { type: "string" } }, additionalProperties: false } as const;
}

function unread({ set }: Handoff, read: ReadonlySet<string>): readonly string[] {
  return Object.keys(set).filter((name) => !read.has(name));
}

/** With how much a summary leaves as it is. */
function viewLabel(label: string, view: AgentView): string {
  return view.kind === "custom" || view.summary === null ? label : `${label}, ${view.summary.keep} kept`;
}

/** Whether a view certainly shows nothing that another did not. Of a view of one's own only the name is known. */
function showsLess(now: AgentView, before: AgentView): boolean {
  if (now.kind === "custom") return before.kind === "custom" && now.name === before.name;
  if (before.kind === "custom") return false;
  if (now.summary !== null) {
    return now.summary.keep === before.summary?.keep && now.last === before.last && now.hide === before.hide;
  }
  const isShorter = before.last === null || (now.last !== null && now.last <= before.last);
  return before.summary === null && isShorter && hidden.indexOf(now.hide) >= hidden.indexOf(before.hide);
}

/** From what hides least. */
const hidden: readonly StandardView["hide"][] = ["nothing", "handoffs", "calls"];
