import { agentsOf, type Graph } from "../graph/graph.ts";
import { guardLabel } from "../graph/guard-label.ts";
import { openaiModel } from "../models/openai/index.ts";
import { createModelServer } from "../testing/model-server.ts";
import type { Command } from "./command.ts";
import { actedLines } from "./demo/acted-lines.ts";
import { tellEpilogue } from "./demo/epilogue.ts";
import { replyOf, scenes } from "./demo/story.ts";
import { createTally } from "./demo/tally.ts";
import { exitCodes } from "./exit-code.ts";
import { keepInspector, openInspector, tellInspector } from "./inspect/open-inspector.ts";
import { requireOpenai } from "./require-openai.ts";
import { chat } from "./run/chat.ts";
import { listenForInterrupts } from "./run/interrupts.ts";
import { standardLines } from "./run/line-source.ts";
import { openSession } from "./run/open-session.ts";
import { createWatch } from "./run/watch.ts";
import { flowText, textWidth } from "./run/word-flow.ts";
import type { Screen } from "./screen.ts";

/** `handoff demo` */
export const demoCommand: Command = {
  name: "demo",
  operands: "",
  about: [
    "Plays a conversation with a support desk: two handoffs, one that the machine refuses, and a refund that a person has to allow.",
    "It needs no key and no network: the model is a script, spoken by a server on this machine in the format of OpenAI. Everything else is what would run in earnest.",
  ],
  options: {
    interactive: { about: "decide about the refund yourself" },
    fast: { about: "without the pauses" },
    inspect: { about: "show it in a browser as well, and keep it there until Ctrl-C" },
  },
  examples: ["demo", "demo --interactive", "demo --inspect"],
  async run({ isSet }, screen) {
    await requireOpenai();
    const desk = await import("../../machines/support-desk.ts");
    const graph: Graph = desk.supportDesk;
    const pace = isSet("fast") ? { delay: 0, letterTime: 0 } : { delay: 20, letterTime: 10 };
    const tally = createTally();
    await using server = await createModelServer({
      replies: ({ index }) => replyOf(index, { denied: tally.approvals.denied > 0, delay: pace.delay }),
    });
    const model = openaiModel({ model: "scripted", baseURL: server.baseURL, apiKey: "none" });
    const watch = createWatch();
    const observers = [tally, watch];
    const { runtime, session } = await openSession({ graph, model, journalPath: undefined, name: "demo", observers });

    tellPrologue(graph, { baseURL: server.baseURL, screen });
    const decider = isSet("interactive") ? standardLines((line) => screen.line(line)) : null;
    const hasDenied = (): boolean => tally.approvals.denied > 0;
    const lines = actedLines({ scenes, screen, letterTime: pace.letterTime, decider, hasDenied });
    const interrupts = listenForInterrupts();
    const module = { file: "support-desk", graph, name: "supportDesk", exports: desk };
    const inspector = isSet("inspect") ? await openInspector(module, { runtime, ownModel: null }) : null;
    if (inspector !== null) tellInspector(inspector, screen);
    const exitCode = await chat({ graph, session, screen, lines, interrupts, watch });
    if (exitCode !== exitCodes.fine && exitCode !== exitCodes.waiting) return exitCode;
    await tellEpilogue({ graph, session, screen }, tally);
    if (inspector !== null) await keepInspector(inspector, { screen, interrupts });
    return exitCodes.fine;
  },
};

/** Tells who talks with whom in the demo, and what in it is real. */
export function tellPrologue(
  graph: Graph,
  { baseURL, screen }: { readonly baseURL: string; readonly screen: Screen },
): void {
  const faint = (text: string): string => screen.paint("dim", text);
  const width = Math.max(...agentsOf(graph).map(({ name }) => name.length));
  const title = "handoff-machine";
  const place = { width: textWidth(screen), indent: "  ", column: title.length + 2 };
  const about = flowText("a support desk with three agents, run by one state machine", place);
  screen.line(`${screen.paint("bold", title)}  ${about}\n`);
  for (const { name, handoffs } of agentsOf(graph)) {
    const ways = Object.values(handoffs).map(({ to, guard }) =>
      guard === null ? to : `${to} ${faint("when")} ${screen.paint("green", guardLabel(guard.node))}`,
    );
    screen.line(`  ${name.padEnd(width)} → ${ways.join(faint(", "))}`);
  }
  for (const sentence of [
    `\nThe model is a script, spoken by a server on this machine (${baseURL}).`,
    "All else is what would run in earnest: requests, streaming, guards, approval, journal.",
  ]) {
    screen.line(faint(flowText(sentence, { width: textWidth(screen), indent: "" })));
  }
}
