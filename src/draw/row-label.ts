import type { AuthoredGuard, Graph } from "../graph/graph.ts";
import { guardLabel } from "../graph/guard-label.ts";
import { lookup } from "../json.ts";
import type { Row } from "../machine/row.ts";
import { endLabel } from "./condition-label.ts";

/** A row of the transition table, and where it stands. */
export interface RowPlace {
  /** `null`: the state before the first message. */
  readonly agent: string | null;
  readonly event: string;
  readonly row: Row;
  /** Whether other rows of the event are tried before it. */
  readonly isElse: boolean;
}

/** Writes a row's condition by its name, and the guard or guardrail that it reads: `open · verified`. */
export function rowLabel(graph: Graph, { agent, event, row, isElse }: RowPlace): string {
  if (row.when === null) return isElse ? "else" : "";
  const read = whatIsRead(graph, { agent, event, row });
  return read === null ? row.when : `${row.when} · ${read}`;
}

/** `null`: nothing of the graph, or a rule that the row does not name. */
function whatIsRead(graph: Graph, { agent, event, row: { when, index } }: Omit<RowPlace, "isElse">): string | null {
  const from = lookup(graph.agents, agent ?? "");
  const condition: string | null = when;
  switch (condition) {
    case "open":
    case "openWithApproval":
    case "openWithHook":
      return label(lookup(from?.handoffs ?? {}, event.replace(/^handoff\./, ""))?.guard);
    case "endOpen":
      return label(from?.canEnd?.guard);
    case "routeOpen":
      return label(at(from?.routes, index)?.guard);
    case "followOpen":
      return label(at(from?.afterReply, index)?.guard);
    case "entryOpen":
      return graph.entry.kind === "list" ? label(at(graph.entry.rules, index)?.guard) : null;
    case "tripped":
      return at(graph.guardrails, index)?.name ?? null;
    case "ended": {
      const end = at(graph.ends, index);
      return end === undefined ? null : endLabel(end);
    }
    default:
      return null;
  }
}

function at<Rule>(rules: readonly Rule[] | undefined, index: number | undefined): Rule | undefined {
  return index === undefined ? undefined : rules?.[index];
}

function label(guard: AuthoredGuard | null | undefined): string | null {
  return guard === null || guard === undefined ? null : guardLabel(guard.node);
}
