import { conformSessions } from "../audit/conform-sessions.ts";
import { formatConformance } from "../audit/format-conformance.ts";
import type { ReportColor } from "../check/head-lines.ts";
import { UsageError } from "../errors.ts";
import type { Command } from "./command.ts";
import { countFrom } from "./count-from.ts";
import { exitCodes } from "./exit-code.ts";
import { loadGraphModule } from "./load-graph.ts";
import { propertiesIn } from "./load-properties.ts";
import { readEntries } from "./read-entries.ts";
import { verdictStyles } from "./verdict-styles.ts";

/** `handoff conform FILE` */
export const conformCommand: Command = {
  name: "conform",
  operands: "FILE",
  about: [
    "Follows recorded sessions on the model that `handoff check` explores: each entry must be a step of it. Tells which handoffs were taken and which never, and what the module's properties say about each session.",
    "FILE is a TypeScript or JavaScript module; FILE#name picks one of several graphs in it. The journal is one that `handoff run` has kept, or any sessions exported as NDJSON.",
    "Exits with 1 when a session is no path of the model or violates a property, and with --strict also when the machine dropped an entry; with 2 when the graph or the journal cannot be used.",
  ],
  options: {
    journal: { value: "PATH", about: "the sessions, as NDJSON", multiple: true },
    strict: { about: "exit with 1 also when the machine dropped an entry, as where one before it is missing" },
    json: { about: "print the report as one JSON object" },
    calls: { value: "N", about: "how many calls one reply may have; unless given, 2" },
  },
  examples: [
    "conform machines/support-desk.ts --journal desk.ndjson",
    "conform machines/support-desk.ts --journal desk.ndjson --strict",
  ],
  async run({ operands: [file = ""], isSet, textOf, textsOf }, screen) {
    const paths = textsOf("journal");
    if (paths.length === 0) {
      throw new UsageError("bad_option", {
        message: "`handoff conform` needs a journal.",
        hint: "Name one with --journal PATH: what `handoff run --journal PATH` has kept, or what session.export() gave.",
      });
    }
    const calls = textOf("calls");
    const module = await loadGraphModule(file);
    const report = await conformSessions(module.graph, readEntries(paths, screen), {
      properties: propertiesIn(module),
      strict: isSet("strict"),
      ...(calls === undefined ? {} : { parallelCalls: countFrom("--calls", calls) }),
    });
    const color: ReportColor = (style, text) => screen.paint(verdictStyles[style], text);
    if (isSet("json")) screen.line(JSON.stringify(report, null, 2));
    else screen.write(formatConformance(report, color));
    return report.verdict === "holds" ? exitCodes.fine : exitCodes.failed;
  },
};
