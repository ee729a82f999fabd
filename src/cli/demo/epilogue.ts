import type { Graph } from "../../graph/graph.ts";
import { fromNdjson } from "../../journal/ndjson.ts";
import { replay } from "../../journal/replay.ts";
import type { Session } from "../../runtime/session.ts";
import { countLabel } from "../count-label.ts";
import { flowText, textWidth } from "../run/word-flow.ts";
import type { Screen } from "../screen.ts";
import { handoffProgram, machineFile } from "../shell-command.ts";
import type { Tally } from "./tally.ts";

/** Tells what has happened, and where to go next. */
export async function tellEpilogue(
  { graph, session, screen }: { readonly graph: Graph; readonly session: Session; readonly screen: Screen },
  tally: Tally,
): Promise<void> {
  const { path, modelCalls, toolCalls, refusedHandoffs, approvals } = tally;
  const same = await replaysToTheSame(graph, session);
  const decided = [
    ...(approvals.granted > 0 ? [`${approvals.granted} allowed by a person`] : []),
    ...(approvals.denied > 0 ? [`${approvals.denied} denied by a person`] : []),
  ];
  const rows: readonly (readonly [string, string])[] = [
    ["path", path.join(" → ")],
    ["handoffs", `${path.length - 1} made, ${refusedHandoffs} refused by the machine`],
    ["calls", [`${modelCalls} of the model, over HTTP`, `${toolCalls} of tools`, ...decided].join(" · ")],
    [
      "journal",
      `${countLabel(session.state.position, "fact")}; replayed, they give ${same ? "exactly this state ✓" : "another state ✗"}`,
    ],
  ];
  screen.line(screen.paint("dim", "── What happened\n"));
  const place = { width: textWidth(screen), indent: " ".repeat(12) };
  for (const [label, text] of rows) {
    screen.line(`  ${screen.paint("dim", label.padEnd(8))}  ${flowText(text, place)}`);
  }
  screen.line(screen.paint("dim", "\n── Where to go next\n"));
  showCommands(nextCommands(), screen);
}

/** Shows each command with what it is for: beside it, or below it where that does not fit. A command is never broken. */
export function showCommands(commands: readonly (readonly [string, string])[], screen: Screen): void {
  const longest = Math.max(...commands.map(([command]) => command.length));
  const fits = commands.every(([, about]) => longest + about.length + 4 <= textWidth(screen));
  for (const [command, about] of commands) {
    if (fits) screen.line(`  ${screen.paint("cyan", command.padEnd(longest))}  ${screen.paint("dim", about)}`);
    else {
      screen.line(`  ${screen.paint("cyan", command)}`);
      screen.line(`    ${screen.paint("dim", flowText(about, { width: textWidth(screen), indent: "    " }))}`);
    }
  }
}

async function replaysToTheSame(graph: Graph, session: Session): Promise<boolean> {
  const { snapshot } = await replay(graph, fromNdjson(await session.export()));
  const { conversation, variables } = snapshot.context;
  return (
    JSON.stringify([variables, conversation]) === JSON.stringify([session.state.variables, session.state.conversation])
  );
}

/** The commands as they work from here: in this repository through npm, beside an installed package through npx. */
function nextCommands(): readonly (readonly [string, string])[] {
  const handoff = handoffProgram();
  const desk = machineFile("support-desk");
  return [
    [`${handoff} demo --inspect`, "see all of this in a browser"],
    [`${handoff} draw ${desk}`, "see the graph"],
    [`${handoff} validate ${machineFile("broken")}`, "see a wrong one judged"],
    [`${handoff} run ${desk} --model gpt-5-mini`, "talk to it, with OPENAI_API_KEY"],
  ];
}
