import { agentsOf, handoffsOf } from "../graph/graph.ts";
import { hashGraph } from "../graph/graph-hash.ts";
import type { Severity } from "../validate/codes.ts";
import { formatDiagnostics, type TextStyle } from "../validate/format-diagnostics.ts";
import { validateGraph } from "../validate/validate-graph.ts";
import type { Command } from "./command.ts";
import { countLabel } from "./count-label.ts";
import { exitCodes } from "./exit-code.ts";
import { loadGraph } from "./load-graph.ts";
import { describeError } from "./report-error.ts";
import type { Style } from "./screen.ts";

/** `handoff validate FILE` */
export const validateCommand: Command = {
  name: "validate",
  operands: "FILE",
  about: [
    "Lists all that is wrong or questionable about a graph. FILE is a TypeScript or JavaScript module; FILE#name picks one of several graphs in it.",
    "Exits with 2 when there are errors, which means that the graph cannot be compiled.",
  ],
  options: {
    strict: { about: "exit with 2 for warnings too" },
    json: { about: "print the findings as one JSON object" },
  },
  examples: ["validate machines/support-desk.ts", "validate machines/mesh.ts#mesh30 --strict"],
  async run({ operands: [file = ""], isSet }, screen) {
    const graph = await loadGraph(file).catch((error: unknown) => {
      // Whoever reads JSON gets some, too; the error goes on to stderr and the exit code.
      if (isSet("json")) screen.line(JSON.stringify({ passed: false, error: describeError(error) }, null, 2));
      throw error;
    });
    const findings = validateGraph(graph);
    const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
    const [errors, warnings, infos] = [count("error"), count("warning"), count("info")];
    const passed = errors === 0 && !(isSet("strict") && warnings > 0);

    if (isSet("json")) {
      const report = { graph: graph.id, hash: hashGraph(graph), passed, errors, warnings, infos, findings };
      screen.line(JSON.stringify(report, null, 2));
    } else {
      const color = (style: TextStyle, text: string): string => screen.paint(styles[style], text);
      const size = [
        countLabel(agentsOf(graph).length, "agent"),
        countLabel(handoffsOf(graph).length, "handoff"),
        countLabel(Object.keys(graph.tools).length, "tool"),
      ];
      screen.line(`${screen.paint("bold", graph.id)}  ${screen.paint("dim", size.join(" · "))}\n`);
      screen.line(`${formatDiagnostics(findings, { color, width: screen.width })}\n`);
      screen.line(verdict({ errors, warnings, passed }));
    }
    return passed ? exitCodes.fine : exitCodes.unusable;

    function verdict(facts: { readonly errors: number; readonly warnings: number; readonly passed: boolean }): string {
      if (facts.errors > 0)
        return screen.paint("red", `✗ It cannot be compiled: ${countLabel(facts.errors, "error")}.`);
      const left = facts.warnings === 0 ? "" : `, with ${countLabel(facts.warnings, "warning")}`;
      if (facts.passed) return screen.paint("green", `✓ It can be compiled${left}.`);
      return screen.paint("yellow", `✗ It can be compiled${left}, which --strict does not let pass.`);
    }
  },
};

const styles: Readonly<Record<TextStyle, Style>> = {
  error: "red",
  warning: "yellow",
  info: "blue",
  place: "bold",
  name: "cyan",
  faint: "dim",
  hint: "green",
};
