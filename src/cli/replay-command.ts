import { drawTrace } from "../check/draw-trace.ts";
import { formatReplay } from "../check/format-replay.ts";
import { replayTrace } from "../check/replay-trace.ts";
import type { Command } from "./command.ts";
import { countFrom } from "./count-from.ts";
import { exitCodes } from "./exit-code.ts";
import { loadGraphModule } from "./load-graph.ts";
import { propertiesIn } from "./load-properties.ts";
import { oneOf } from "./one-of.ts";
import { verdictStyles } from "./verdict-styles.ts";

const formats = ["text", "mermaid", "json"] as const;

/** `handoff replay FILE ID` */
export const replayCommand: Command = {
  name: "replay",
  operands: "FILE ID",
  about: [
    "Goes through a conversation again that `handoff check` has found, on the model and on the compiled machine. ID stands below it.",
    "FILE is the module that was checked, with the properties that it exports; FILE#name picks one of several graphs in it. Whoever has changed the graph since is told so.",
    "Exits with 2 when the graph or the id cannot be used.",
  ],
  options: {
    format: { value: "FORMAT", about: "text (unless given), mermaid, or json: with the events of the machine" },
    calls: { value: "N", about: "the same that was given to `handoff check`" },
  },
  examples: ["replay machines/support-desk.ts a41c07-0.2.0"],
  async run({ operands: [file = "", id = ""], textOf }, screen) {
    const format = oneOf("--format", textOf("format") ?? "text", formats);
    const calls = textOf("calls");
    const module = await loadGraphModule(file);
    const options = calls === undefined ? {} : { parallelCalls: countFrom("--calls", calls) };
    const replayed = replayTrace(module.graph, id, propertiesIn(module), options);
    switch (format) {
      case "json":
        screen.line(JSON.stringify(replayed, null, 2));
        break;
      case "mermaid":
        screen.write(drawTrace(replayed.trace, { title: `${replayed.graph} ${id}` }));
        break;
      case "text":
        screen.write(formatReplay(replayed, { color: (style, text) => screen.paint(verdictStyles[style], text) }));
        break;
    }
    return exitCodes.fine;
  },
};
