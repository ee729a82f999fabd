import { checkGraph, type GraphCheckOptions, type GraphReport } from "../check/check-graph.ts";
import { drawReport } from "../check/draw-report.ts";
import { formatReport, type ReportFormat } from "../check/format-report.ts";
import { UsageError } from "../errors.ts";
import type { Command, CommandArguments } from "./command.ts";
import { countFrom } from "./count-from.ts";
import { exitCodes } from "./exit-code.ts";
import { loadGraphModule } from "./load-graph.ts";
import { propertiesIn } from "./load-properties.ts";
import { oneOf } from "./one-of.ts";
import { searchProgress } from "./search-progress.ts";
import { verdictStyles } from "./verdict-styles.ts";

/** `handoff check FILE` */
export const checkCommand: Command = {
  name: "check",
  operands: "FILE",
  about: [
    "Explores every state that a graph can come to, whatever models, tools and people do, and tells which properties hold. For each that does not, it shows the shortest conversation. It calls no model and no tool.",
    "FILE is a TypeScript or JavaScript module; FILE#name picks one of several graphs in it. Beside what every graph is asked, the properties are checked that the module exports: `properties`, or `deskProperties` for a graph that it exports as `desk`.",
    "Exits with 1 when a property is violated, vacuous or unknown, with 2 when the graph or a property cannot be used.",
  ],
  options: {
    format: { value: "FORMAT", about: "text (unless given), mermaid or json" },
    json: { about: "the same as --format json: print the report as one JSON object" },
    budget: { value: "STATES", about: "end the search after so many states; what it leaves open is unknown" },
    calls: { value: "N", about: "how many calls of one reply are looked at; unless given, 2" },
    witnesses: { about: "show conversations also for what holds: how it can be reached, the worst one" },
    "no-defaults": { about: "check the module's properties only, not what every graph is asked" },
  },
  examples: [
    "check machines/support-desk.ts",
    "check machines/support-desk.ts --witnesses --calls 1",
    "check machines/support-desk.ts --format mermaid",
  ],
  async run({ operands: [file = ""], isSet, textOf }, screen) {
    const format = formatFrom({ isSet, textOf });
    const options = optionsFrom({ isSet, textOf });
    const module = await loadGraphModule(file);
    const properties = propertiesIn(module);
    const progress = searchProgress(process.stderr);
    const report = check();

    screen.write(written());
    return report.verdict === "holds" ? exitCodes.fine : exitCodes.failed;

    function check(): GraphReport {
      try {
        return checkGraph(module.graph, properties, { ...options, ...progress.options });
      } finally {
        progress.clear();
      }
    }

    function written(): string {
      const witnesses = isSet("witnesses");
      switch (format) {
        case "json":
          return `${JSON.stringify(report, null, 2)}\n`;
        case "mermaid":
          return drawReport(report, { witnesses });
        case "text":
          return formatReport(report, { color, witnesses });
      }
    }

    function color(...[style, text]: Parameters<NonNullable<ReportFormat["color"]>>): string {
      return screen.paint(verdictStyles[style], text);
    }
  },
};

const formats = ["text", "mermaid", "json"] as const;

function formatFrom({ isSet, textOf }: Pick<CommandArguments, "isSet" | "textOf">): (typeof formats)[number] {
  const given = textOf("format");
  const format = oneOf("--format", given ?? (isSet("json") ? "json" : "text"), formats);
  if (!isSet("json") || format === "json") return format;
  throw new UsageError("bad_option", {
    message: `--json cannot be written as ${format}.`,
    hint: "Leave one of --json and --format out.",
  });
}

function optionsFrom({ isSet, textOf }: Pick<CommandArguments, "isSet" | "textOf">): GraphCheckOptions {
  const [states, calls] = [textOf("budget"), textOf("calls")];
  return {
    defaults: !isSet("no-defaults"),
    ...(states === undefined ? {} : { states: countFrom("--budget", states) }),
    ...(calls === undefined ? {} : { parallelCalls: countFrom("--calls", calls) }),
  };
}
