import type { Command } from "./command.ts";

/** A command as the list of all commands tells it; its code is loaded when it is called. */
export interface CommandEntry {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Every command, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    name: "demo",
    summary: "play a conversation with handoffs and an approval; needs no key and no network",
    load: async () => (await import("./demo-command.ts")).demoCommand,
  },
  {
    name: "validate",
    summary: "list all that is wrong or questionable about a graph",
    load: async () => (await import("./validate-command.ts")).validateCommand,
  },
  {
    name: "check",
    summary: "explore every state of a graph, and tell which properties hold",
    load: async () => (await import("./check-command.ts")).checkCommand,
  },
  {
    name: "replay",
    summary: "go through a conversation again that a check has found",
    load: async () => (await import("./replay-command.ts")).replayCommand,
  },
  {
    name: "conform",
    summary: "follow recorded sessions on the model of their graph",
    load: async () => (await import("./conform-command.ts")).conformCommand,
  },
  {
    name: "draw",
    summary: "draw a graph as text, Mermaid, SVG, DOT, JSON, or for Stately Studio",
    load: async () => (await import("./draw-command.ts")).drawCommand,
  },
  {
    name: "inspect",
    summary: "look at recorded and live sessions in a browser, on this machine",
    load: async () => (await import("./inspect-command.ts")).inspectCommand,
  },
  {
    name: "run",
    summary: "talk to a graph in the terminal, or drive it through NDJSON",
    load: async () => (await import("./run-command.ts")).runCommand,
  },
];
