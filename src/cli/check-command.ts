import { basename } from "node:path";
import type { AbstractionOptions } from "../check/abstract/layout.ts";
import { checkGraph } from "../check/check-graph.ts";
import { checkRefinement } from "../check/check-refinement.ts";
import { drawReport } from "../check/draw-report.ts";
import type { Budget } from "../check/engine/budget.ts";
import type { Verdict } from "../check/engine/result.ts";
import { exportModel, modelFormats } from "../check/export-model.ts";
import { drawRefinement, formatRefinement } from "../check/format-refinement.ts";
import { formatReport, type ReportFormat } from "../check/format-report.ts";
import { type TestSource, writeTests } from "../check/write-tests.ts";
import { UsageError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { budgetFrom } from "./budget-from.ts";
import type { Command, CommandArguments } from "./command.ts";
import { countFrom } from "./count-from.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { type GraphModule, loadGraph, loadGraphModule } from "./load-graph.ts";
import { propertiesIn, propertyExports } from "./load-properties.ts";
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
    "With --against, two graphs are compared instead: what can happen on the first that could not on the other. With --export, the model itself is written, and nothing checked.",
    "Exits with 1 when a property is violated, vacuous or unknown, or something new is possible or may be, with 2 when a graph or a property cannot be used.",
  ],
  options: {
    format: {
      value: "FORMAT",
      about: "text (unless given), mermaid, json, or test: a vitest file that keeps the violations",
    },
    json: { about: "the same as --format json: print the report as one JSON object" },
    budget: {
      value: "BUDGET",
      about:
        "end the search after so many states (100000), seconds (30s) or megabytes (512MB); what it leaves open is unknown",
      multiple: true,
    },
    calls: {
      value: "N",
      about:
        "how many calls of one reply are looked at; unless given, 2, or 1 where an agent has more than 20 tools and handoffs",
    },
    witnesses: { about: "show conversations also for what holds: how it can be reached, the worst one" },
    against: { value: "FILE", about: "compare with the graph of another module: what is possible now that was not" },
    export: {
      value: "LANGUAGE",
      about: "write the model for Spin (promela), for Murphi or Rumur (murphi), or its states (dot)",
    },
    "no-defaults": { about: "check the module's properties only, not what every graph is asked" },
  },
  examples: [
    "check machines/support-desk.ts",
    "check machines/support-desk.ts --witnesses --calls 1",
    "check machines/support-desk.ts --format mermaid",
    "check machines/support-desk.ts --against old/support-desk.ts",
    "check machines/support-desk.ts --export promela",
  ],
  async run({ operands: [file = ""], isSet, textOf, textsOf }, screen) {
    const format = formatFrom({ isSet, textOf });
    const options = optionsFrom({ textOf, textsOf });
    const module = await loadGraphModule(file);
    const [old, language] = [textOf("against"), textOf("export")];
    refuseUseless({ isSet, textOf, textsOf });
    if (language !== undefined) return exported();
    const oldGraph = old === undefined ? null : await loadGraph(old);
    const progress = searchProgress(process.stderr);
    return oldGraph === null ? checked() : compared(oldGraph);

    function checked(): ExitCode {
      const defaults = !isSet("no-defaults");
      const properties = propertiesIn(module);
      const report = watched(() => checkGraph(module.graph, properties, { ...options, ...progress.options, defaults }));
      const witnesses = isSet("witnesses");
      screen.write(
        written(report, {
          mermaid: () => drawReport(report, { witnesses }),
          text: () => formatReport(report, { color, witnesses, file }),
          test: () => writeTests(report, testSource(module)),
        }),
      );
      return exitFor(report);
    }

    function compared(oldGraph: Graph): ExitCode {
      const report = watched(() => checkRefinement(module.graph, oldGraph, { ...options, ...progress.options }));
      screen.write(
        written(report, {
          mermaid: () => drawRefinement(report),
          text: () => formatRefinement(report, { color }),
          test: () => refuseTest(),
        }),
      );
      return exitFor(report);
    }

    function exported(): ExitCode {
      const { parallelCalls } = options;
      const look = parallelCalls === undefined ? {} : { parallelCalls };
      screen.write(exportModel(module.graph, oneOf("--export", language ?? "", modelFormats), look));
      return exitCodes.fine;
    }

    function watched<Report>(search: () => Report): Report {
      try {
        return search();
      } finally {
        progress.clear();
      }
    }

    function written(report: unknown, texts: Readonly<Record<"mermaid" | "text" | "test", () => string>>): string {
      return format === "json" ? `${JSON.stringify(report, null, 2)}\n` : texts[format]();
    }

    function color(...[style, text]: Parameters<NonNullable<ReportFormat["color"]>>): string {
      return screen.paint(verdictStyles[style], text);
    }
  },
};

function testSource({ file, name, ...module }: GraphModule): TestSource {
  const properties = propertyExports({ file, name, ...module });
  return { module: `./${basename(file)}`, graph: name, properties };
}

function refuseTest(): never {
  throw new UsageError("bad_option", {
    message: "--format test says nothing where --against is given.",
    hint: "Use the matcher toRefine in a test of your own.",
  });
}

/** An option that changes nothing would leave its reader in the belief that it did. */
function refuseUseless({ isSet, textOf, textsOf }: Pick<CommandArguments, "isSet" | "textOf" | "textsOf">): void {
  const [main, useless] =
    textOf("export") !== undefined
      ? ["--export", ["against", "format", "json", "budget", "witnesses", "no-defaults"]]
      : textOf("against") !== undefined
        ? ["--against", ["witnesses", "no-defaults"]]
        : ["", []];
  if (main === "--against" && textOf("format") === "test") refuseTest();
  const given = useless.find((option) => isSet(option) || textsOf(option).length > 0);
  if (given === undefined) return;
  throw new UsageError("bad_option", {
    message: `--${given} says nothing where ${main} is given.`,
    hint: `Leave --${given} out.`,
  });
}

function exitFor({ verdict }: { readonly verdict: Verdict }): ExitCode {
  return verdict === "holds" ? exitCodes.fine : exitCodes.failed;
}

const formats = ["text", "mermaid", "json", "test"] as const;

function formatFrom({ isSet, textOf }: Pick<CommandArguments, "isSet" | "textOf">): (typeof formats)[number] {
  const given = textOf("format");
  const format = oneOf("--format", given ?? (isSet("json") ? "json" : "text"), formats);
  if (!isSet("json") || format === "json") return format;
  throw new UsageError("bad_option", {
    message: `--json cannot be written as ${format}.`,
    hint: "Leave one of --json and --format out.",
  });
}

function optionsFrom({ textOf, textsOf }: Pick<CommandArguments, "textOf" | "textsOf">): AbstractionOptions & Budget {
  const calls = textOf("calls");
  return {
    ...budgetFrom(textsOf("budget")),
    ...(calls === undefined ? {} : { parallelCalls: countFrom("--calls", calls) }),
  };
}
