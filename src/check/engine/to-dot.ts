import { UsageError } from "../../errors.ts";
import { decodeState, type Exploration } from "./exploration.ts";
import { valueText } from "./model.ts";

/** A drawing of more states would not be read. */
const mostStates = 500;

/**
 * Writes the states and transitions that were found in DOT, the language of Graphviz. The initial state has a double
 * border, dead ends are grey; each transition has the name of its command.
 *
 * @throws {@link UsageError} `bad_option` when the transitions were not recorded; `too_large` for more than 500 states.
 */
export function toDot(exploration: Exploration): string {
  const { program, store, states, expanded } = exploration;
  const { recorded } = store;
  if (recorded === null) {
    throw new UsageError("bad_option", {
      message: "The transitions to draw were not recorded.",
      hint: "Explore with recordEdges.",
    });
  }
  if (states > mostStates) {
    throw new UsageError("too_large", {
      message: `There are ${states} states to draw; ${mostStates} are the most.`,
      hint: "Draw a smaller graph, or the transitions of its machine: `handoff draw --level states`.",
    });
  }
  const { starts, targets, commands } = recorded;
  const lines: string[] = [];
  for (let state = 0; state < states; state++) {
    const [begin, end] = [starts[state] ?? 0, state < expanded ? (starts[state + 1] ?? 0) : 0];
    const values = decodeState(exploration, state);
    const label = program.model.fields.map((field, index) => `${field.name} = ${valueText(field, values[index] ?? 0)}`);
    const isDeadEnd = state < expanded && begin === end;
    const look = [state === 0 ? ", peripheries=2" : "", isDeadEnd ? ", style=filled, fillcolor=lightgrey" : ""].join(
      "",
    );
    lines.push(`  ${state} [label=${quoted(label.join("\n"))}${look}];`);
    for (let edge = begin; edge < end; edge++) {
      const name = program.model.commands[commands[edge] ?? 0]?.name ?? "";
      lines.push(`  ${state} -> ${targets[edge]} [label=${quoted(name)}];`);
    }
  }
  return ["digraph states {", "  node [shape=box];", ...lines, "}", ""].join("\n");
}

function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
