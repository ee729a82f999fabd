import { checkGraph } from "../../check/check-graph.ts";
import { generate } from "../../check/engine/generate.ts";
import { HandoffError } from "../../errors.ts";
import { graphFromJson, propertiesFromJson } from "../../inspect/graph-from-json.ts";
import { errorText } from "../../json.ts";
import type { CheckNews, CheckOrder } from "./check-message.ts";

/** Where a check runs: whom it tells, and its clock in milliseconds. */
export interface CheckPlace {
  readonly tell: (news: CheckNews) => void;
  readonly now: () => number;
}

/** Checks a graph and tells how far it is, a few times in a second, and then what it has found. */
export function runCheck({ graph: json, options }: CheckOrder, { tell, now }: CheckPlace): void {
  const began = now();
  let told = began;
  let seen = 0;
  let search = 1;
  try {
    const graph = graphFromJson(json);
    const report = checkGraph(graph, propertiesFromJson(json), {
      ...options,
      now,
      progress: {
        every: statesBetweenLooks,
        report({ states, expanded, edges }) {
          if (expanded < seen) search++;
          seen = expanded;
          const at = now();
          if (at - told < millisecondsBetweenNews) return;
          told = at;
          const progress = { states, expanded, transitions: edges, milliseconds: at - began, search };
          tell({ type: "progress", progress });
        },
      },
    });
    const engine = options.codegen !== false && canGenerate() ? "generated" : "closures";
    tell({ type: "done", report, spent: { milliseconds: now() - began, engine } });
  } catch (error) {
    const code = error instanceof HandoffError ? error.code : "internal";
    tell({ type: "failed", problem: { code: String(code), message: errorText(error) } });
  }
}

const statesBetweenLooks = 2048;
const millisecondsBetweenNews = 150;

/** Whether this place allows generated code: the engine asks in the same way. */
function canGenerate(): boolean {
  return generate([], "return 0;") !== null;
}
