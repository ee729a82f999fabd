import type { Graph } from "../../graph/graph.ts";
import type { Session } from "../../runtime/session.ts";
import { countLabel } from "../count-label.ts";
import type { Draft } from "./draft.ts";
import { isTelling } from "./printable.ts";
import { spending } from "./spending.ts";

/** A line of `/state`: what, and how it stands. */
export type StateRow = readonly [label: string, value: string];

/** Tells where a session stands: what is always so, and whatever else there is to tell. */
export function stateRows(graph: Graph, session: Session, draft: Draft): readonly StateRow[] {
  const { state, snapshot } = session;
  const { status, agent, variables, staged, delegations, outcome, result, position } = state;
  const { decisions } = snapshot.context;
  const decided = Object.entries(decisions).map(([key, decision]) => `${decidedAbout(key)} ${decision}`);
  const attached = draft.attachments.map(({ label }) => label);
  return [
    ["session", session.id],
    ["status", status],
    ["agent", agent ?? "none"],
    ...Object.entries(variables).map(([name, value]): StateRow => [name, JSON.stringify(value)]),
    ...rowOf("delegated by", delegations.join(", ")),
    ...rowOf("staged", staged === 0 ? "" : countLabel(staged, "message")),
    ...rowOf("decided", decided.join(", ")),
    ...rowOf("attached", attached.join(", ")),
    ...rowOf("speaking", draft.speaker ?? ""),
    ...rowOf("outcome", outcome ?? ""),
    ...rowOf("result", isTelling(result) ? JSON.stringify(result) : ""),
    ["tokens", spending(graph, state).replace(" tokens", "")],
    ["journal", `${position} entries`],
  ];
}

function rowOf(label: string, value: string): readonly StateRow[] {
  return value === "" ? [] : [[label, value]];
}

/** A decision about certain arguments is kept under the tool and their digest: see `decisionKey`. */
function decidedAbout(key: string): string {
  const [tool = "", digest] = key.split(" ");
  return digest === undefined ? tool : `${tool} (with the same arguments)`;
}
