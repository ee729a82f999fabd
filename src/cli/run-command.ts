import type { Command } from "./command.ts";
import { countLabel } from "./count-label.ts";
import { openInspector, tellInspector } from "./inspect/open-inspector.ts";
import { loadGraphModule } from "./load-graph.ts";
import { chat } from "./run/chat.ts";
import { chooseModels } from "./run/choose-model.ts";
import { listenForInterrupts } from "./run/interrupts.ts";
import { jsonSession } from "./run/json-session.ts";
import { farewell, keepingOf } from "./run/keeping.ts";
import { givenLines, standardLines } from "./run/line-source.ts";
import { openSession } from "./run/open-session.ts";
import { createWatch } from "./run/watch.ts";
import { flowText, textWidth } from "./run/word-flow.ts";

/** `handoff run FILE` */
export const runCommand: Command = {
  name: "run",
  operands: "FILE",
  about: [
    "Talks to a graph in the terminal. FILE is a TypeScript or JavaScript module; FILE#name picks one of several graphs in it. /help lists what can be typed besides messages.",
    "What a tool may not do by itself is asked for: y, n and the reason, a (this tool from now on), s (the same arguments from now on), or e and other arguments as JSON.",
    "Ctrl-C while an agent works stops it and keeps what was said; Ctrl-C at the prompt leaves. With --journal the session goes on where it was left, whatever ended the process.",
    "The model: --script, or a server: OPENAI_API_KEY for OpenAI, OPENAI_BASE_URL or --base-url for any that is compatible.",
  ],
  options: {
    model: {
      value: "NAME",
      about: "the model, as the server knows it (unless given: OPENAI_MODEL); agent=NAME is for one agent",
      multiple: true,
    },
    fallback: { value: "NAME", about: "the model that is asked when the one before it has failed", multiple: true },
    "base-url": { value: "URL", about: "the server, for instance http://localhost:11434/v1" },
    api: { value: "API", about: "the wire format: responses or chat; without it, chat where a base URL is given" },
    script: { value: "PATH", about: "answers from a JSON file instead of a model" },
    journal: { value: "PATH", about: "keep the session in this NDJSON file; one that exists is continued" },
    session: { value: "NAME", about: "the session's name (unless given: the journal's, or a new one)" },
    message: { value: "TEXT", about: "say this instead of reading stdin, and exit at the end", multiple: true },
    inspect: { about: "show the session in a browser as well, while it lasts; the address stands on stderr" },
    json: { about: "write every update as a line of JSON, and read wishes as lines" },
  },
  examples: [
    "run machines/support-desk.ts --model gpt-5-mini --journal desk.ndjson",
    "run machines/support-desk.ts --base-url http://localhost:11434/v1 --model qwen3",
    'run machines/support-desk.ts --script replies.json --message "I want my money back" --json',
  ],
  async run(given, screen) {
    const { operands, isSet, textOf, textsOf } = given;
    const module = await loadGraphModule(operands[0] ?? "");
    const { graph } = module;
    const { label, ...models } = await chooseModels(graph, given);
    const watch = createWatch();
    const kept = { journalPath: textOf("journal"), name: textOf("session") };
    const { runtime, session } = await openSession({ graph, ...models, ...kept, observers: [watch] });
    if (isSet("inspect")) tellInspector(await openInspector(module, { runtime, ownModel: label }), screen);

    const interrupts = listenForInterrupts();
    const messages = textsOf("message");
    const echo = isSet("json") ? () => undefined : (line: string) => screen.line(line);
    const lines = messages.length > 0 ? givenLines(messages, echo) : standardLines(echo);
    if (isSet("json")) return jsonSession({ graph, session, screen, lines, interrupts, watch });

    const { position, conversation, agent, status } = session.state;
    const continued = `session ${session.id} goes on: ${countLabel(conversation.length, "message")}, ${agent ?? status}`;
    const about = [label, ...(position === 0 ? [] : [continued]), "/help"].join(" · ");
    const place = { width: textWidth(screen), indent: "  ", column: graph.id.length + 2 };
    screen.line(`${screen.paint("bold", graph.id)}  ${screen.paint("dim", flowText(about, place))}`);
    return chat({ graph, session, screen, lines, interrupts, watch, farewell: farewell(keepingOf(given)) });
  },
};
