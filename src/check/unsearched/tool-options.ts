import type { Approval } from "../../graph/approval.ts";
import type { GuardNode } from "../../graph/guard.ts";
import { guardJson } from "../../graph/guard-json.ts";
import { guardLabel } from "../../graph/guard-label.ts";
import { jsonSchemaOf, type Schema } from "../../graph/schema.ts";
import { visitSituations } from "../../graph/situations.ts";
import type { Tool } from "../../graph/tool.ts";
import { type VariableDomain, variableDomains } from "../../graph/variables.ts";
import { durationOption, type Option, option, schemaOption } from "./option.ts";

/* What tools say that no search follows: what they take and give, whom they ask, and how long that may take. */

/** The options of a tool, where these variables are those that guards read. */
export function toolOptions(read: ReadonlySet<string>): readonly Option<Tool<never>>[] {
  return [
    option(
      (tool) => `the approval of ${tool}`,
      asksLess,
      ({ approval }) => approvalLabel(approval),
    ),
    schemaOption("input", ({ input }) => input ?? { leftOut: noArguments }),
    schemaOption("output", ({ output }) => output ?? { leftOut: {} }),
    durationOption("time to decide about", ({ approvalExpires }) => approvalExpires),
    durationOption("timeout of", ({ timeout }) => timeout),
    option(
      (tool) => `inDoubt of ${tool}`,
      ({ inDoubt: now }, { inDoubt: before }) => boldness.indexOf(now) > boldness.indexOf(before),
      ({ inDoubt }) => `"${inDoubt}"`,
    ),
    option(
      (tool) => `what ${tool} writes and no guard reads`,
      (now, before) => now.writes.some((name) => !read.has(name) && !before.writes.includes(name)),
      ({ writes }) => writes.filter((name) => !read.has(name)).join(", ") || "nothing",
    ),
  ];
}

const noArguments = { type: "object", properties: {}, additionalProperties: false } as const;

/** How likely a call is made twice when a process died. */
const boldness: readonly Tool["inDoubt"][] = ["fail", "ask", "retry"];

/** Of a tool that always or never asked, the search knows when it asks. */
function asksLess({ approval: now, input }: Tool<never>, { approval: before }: Tool<never>): boolean {
  if (before.kind !== "when" || now.kind === "always") return false;
  if (now.kind === "never") return true;
  if (JSON.stringify(guardJson(now.node)) === JSON.stringify(guardJson(before.node))) return false;
  return !implies(before.node, now.node, input === null ? {} : certainArguments(input));
}

function approvalLabel(approval: Approval): string {
  return approval.kind === "when" ? `asked for when ${guardLabel(approval.node)}` : `${approval.kind} asked for`;
}

/** Whether a condition on arguments holds, for certain, whenever another does. */
function implies(condition: GuardNode, other: GuardNode, domains: Readonly<Record<string, VariableDomain>>): boolean {
  let isCertain = true;
  const visited = visitSituations([condition, other], domains, ({ holds }) => {
    isCertain = !holds(0) || holds(1);
    return !isCertain;
  });
  return visited && isCertain;
}

/** The domains of the arguments that are always there. */
function certainArguments(input: Schema): Readonly<Record<string, VariableDomain>> {
  const schema = jsonSchemaOf(input, "output");
  if ("unsupported" in schema) return {};
  const { required } = schema;
  const domains = Object.entries(variableDomains(schema) ?? {});
  return Object.fromEntries(domains.filter(([name]) => Array.isArray(required) && required.includes(name)));
}
