import type { DrawingStyle } from "../draw/columns.ts";
import { drawJson } from "../draw/draw-json.ts";
import { drawMermaid } from "../draw/draw-mermaid.ts";
import { drawText } from "../draw/draw-text.ts";
import { UsageError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import type { Command } from "./command.ts";
import { exitCodes } from "./exit-code.ts";
import { loadGraph } from "./load-graph.ts";
import { oneOf } from "./one-of.ts";
import type { Screen, Style } from "./screen.ts";
import { writeTextFile } from "./write-text-file.ts";

const formats = ["text", "mermaid", "json"] as const;
const levels = ["agents", "states"] as const;

/** `handoff draw FILE` */
export const drawCommand: Command = {
  name: "draw",
  operands: "FILE",
  about: [
    "Draws a graph: its agents, the ways between them, and what stands in their way. FILE is a TypeScript or JavaScript module; FILE#name picks one of several graphs in it.",
    "A graph with errors is drawn too; only level states needs one that can be compiled.",
  ],
  options: {
    format: { value: "FORMAT", about: "text (unless given), mermaid or json" },
    level: { value: "LEVEL", about: "agents (unless given), or states: every state of the machine, in Mermaid" },
    output: { value: "PATH", about: "write to a file instead of stdout" },
  },
  examples: [
    "draw machines/support-desk.ts",
    "draw machines/support-desk.ts --format mermaid --output desk.mmd",
    "draw machines/support-desk.ts --format mermaid --level states",
  ],
  async run({ operands: [file = ""], textOf }, screen) {
    const format = oneOf("--format", textOf("format") ?? "text", formats);
    const level = oneOf("--level", textOf("level") ?? "agents", levels);
    if (level === "states" && format !== "mermaid") {
      throw new UsageError("bad_option", {
        message: `--level states cannot be drawn as ${format}.`,
        hint: "Add --format mermaid.",
      });
    }
    const graph = await loadGraph(file);
    const output = textOf("output");
    const drawing = draw(graph, { format, level, screen: output === undefined ? screen : null });
    if (output === undefined) screen.write(drawing);
    else {
      writeTextFile(output, drawing);
      screen.complain(`${output} written.`);
    }
    return exitCodes.fine;
  },
};

interface Wish {
  readonly format: (typeof formats)[number];
  readonly level: (typeof levels)[number];
  /** `null`: without colours. */
  readonly screen: Screen | null;
}

function draw(graph: Graph, { format, level, screen }: Wish): string {
  switch (format) {
    case "mermaid":
      return drawMermaid(graph, { level });
    case "json":
      return `${JSON.stringify(drawJson(graph), null, 2)}\n`;
    case "text":
      return drawText(graph, screen === null ? {} : { color: (style, text) => screen.paint(styles[style], text) });
  }
}

const styles: Readonly<Record<DrawingStyle, Style>> = {
  title: "bold",
  agent: ["bold", "cyan"],
  human: ["bold", "yellow"],
  unknown: "red",
  guard: "green",
  tool: "magenta",
  faint: "dim",
};
