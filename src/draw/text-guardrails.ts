import type { Guardrail } from "../graph/graph.ts";
import { type Cell, separator } from "./columns.ts";
import { quoted } from "./quoted.ts";
import { placeCell, type TextMaterial } from "./text-place.ts";

/** Draws the guardrails: where each one checks, whom, and what follows when it trips. */
export function guardrailRows({ graph, unknown }: TextMaterial): readonly (readonly Cell[])[] {
  return graph.guardrails.map((guardrail) => [
    { text: guardrail.name },
    { text: guardrail.on, style: "guard" },
    { text: checkedLabel(guardrail), style: "agent" },
    consequence(guardrail, unknown),
    { text: notes(guardrail).join(separator), style: "faint" },
  ]);
}

function checkedLabel({ agents, tools }: Guardrail): string {
  const who = agents === null ? "every agent" : agents.join(", ");
  return tools === null ? who : `${who}: ${tools.join(", ")}`;
}

function consequence({ onTrip }: Guardrail, unknown: ReadonlySet<string>): Cell {
  switch (onTrip.kind) {
    case "refuse":
      return { text: "refuse", style: "guard" };
    case "retry":
      return { text: "ask again", style: "guard" };
    default: {
      const place = placeCell(onTrip, unknown);
      return { ...place, text: `→ ${place.text}` };
    }
  }
}

function notes({ on, onTrip, beside, say, onError }: Guardrail): readonly string[] {
  const speaks = onTrip.kind === "refuse" && (on === "input" || on === "output");
  return [
    ...(speaks ? [`says ${quoted(say)}`] : []),
    ...(beside ? ["beside the model call"] : []),
    ...(onError === "pass" ? ["passes when it fails"] : []),
  ];
}
