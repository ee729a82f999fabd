import type { Graph } from "../graph/graph.ts";
import type { VariableDomain } from "../graph/variables.ts";
import { lookup } from "../json.ts";
import { alignColumns, type Cell } from "./columns.ts";
import { conditionLabel, endLabel } from "./condition-label.ts";
import { guardrailRows } from "./text-guardrails.ts";
import { limitRows } from "./text-limits.ts";
import { placeCell, type TextMaterial } from "./text-place.ts";

type Row = readonly Cell[];

/** Draws what holds for all agents: variables, limits, prices, who gets messages, guardrails, ends. */
export function graphSections(material: TextMaterial): readonly (readonly string[])[] {
  const { graph, color } = material;
  const section = (title: string, rows: readonly Row[]): readonly string[] =>
    rows.length === 0 ? [] : [color("faint", title), ...alignColumns(rows, color).map((line) => `  ${line}`)];
  return [
    section("variables", variableRows(graph)),
    section("limits", limitRows(graph)),
    section("prices", priceRows(graph)),
    section("user messages", entryRows(material)),
    section("guardrails", guardrailRows(material)),
    section("ends", endRows(graph)),
  ];
}

function variableRows({ variables }: Graph): readonly Row[] {
  return Object.entries(variables.domains).map(([name, domain]) => [
    { text: name },
    { text: domainLabel(domain), style: "guard" },
    { text: `initially ${JSON.stringify(lookup(variables.initial, name)) ?? "unset"}`, style: "faint" },
  ]);
}

function domainLabel({ type, nullable, values, minimum, maximum }: VariableDomain): string {
  const bounds = [
    ...(minimum === null ? [] : [`≥ ${minimum}`]),
    ...(maximum === null ? [] : [`≤ ${maximum}`]),
    ...(type === "enum" && values !== null ? [values.map((value) => JSON.stringify(value)).join(" | ")] : []),
  ];
  const kind = type === "enum" ? [] : [type];
  return [...kind, ...bounds, ...(nullable ? ["or null"] : [])].join(" ");
}

function priceRows({ prices }: Graph): readonly Row[] {
  return Object.entries(prices).map(([model, { input, output }]) => [
    { text: model },
    { text: `input ${input}, output ${output}`, style: "guard" },
    { text: "for a million tokens", style: "faint" },
  ]);
}

function entryRows({ graph: { entry, whilePending }, edges, unknown }: TextMaterial): readonly Row[] {
  const entries = edges.filter(({ kind }) => kind === "entry");
  const isTotal = entries.some(({ guard }) => guard === null);
  return [
    ...entries.map((edge): Row => {
      const condition = conditionLabel(edge);
      return [
        arrow,
        placeCell(edge.to, unknown),
        { text: condition === null ? "" : `when ${condition}`, style: "guard" },
      ];
    }),
    ...(entry.kind === "list" && !isTotal ? [[arrow, { text: "who spoke last", style: "agent" }] satisfies Row] : []),
    ...(whilePending === "withdraw" ? [withdrawRow] : []),
  ];
}

const arrow: Cell = { text: "→", style: "faint" };

const withdrawRow: Row = [
  { text: "✕", style: "faint" },
  { text: "withdraw open approvals", style: "guard" },
];

function endRows({ ends }: Graph): readonly Row[] {
  return ends.map((end) => [{ text: end.outcome }, { text: `when ${endLabel(end)}`, style: "guard" }]);
}
