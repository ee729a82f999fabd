import { spawn } from "node:child_process";
import { inspect } from "../inspector/inspect.ts";
import { usualPort } from "../inspector/inspector-options.ts";
import type { Command } from "./command.ts";
import { countLabel } from "./count-label.ts";
import { exitCodes } from "./exit-code.ts";
import { chooseInspected } from "./inspect/choose-inspected.ts";
import { portFrom, tokenFrom } from "./inspect/place-options.ts";
import { loadGraphModule } from "./load-graph.ts";
import { propertiesIn } from "./load-properties.ts";
import { listenForInterrupts } from "./run/interrupts.ts";
import { flowText, textWidth } from "./run/word-flow.ts";

/** `handoff inspect FILE` */
export const inspectCommand: Command = {
  name: "inspect",
  operands: "FILE",
  about: [
    "Shows a graph and its sessions in a browser: where each of them is, how it came there, what was said, and what holds of it. FILE is a TypeScript or JavaScript module; FILE#name picks one of several graphs in it.",
    "Sessions can be talked to from the page, with a model or a script as for `handoff run`, or by being the model yourself; calls that wait are allowed or denied there, and a session can be forked at any of its entries.",
    "The server listens on this machine only, unless --host and --token say otherwise. No request leaves it, but those to the model. Ctrl-C ends it; what is under way is gone on with next time, if there is a --journal.",
  ],
  options: {
    journal: { value: "PATH", about: "the sessions, as NDJSON; new ones are kept there as well" },
    port: { value: "N", about: `where to listen (unless given: ${usualPort}, or a free one where that is taken)` },
    host: {
      value: "HOST",
      about: "on which address (unless given: 127.0.0.1); any other than this machine's needs --token",
    },
    token: { value: "TOKEN", about: "what whoever looks must know; `auto` makes one" },
    "read-only": { about: "look only: nothing can be said, decided or forked, and the journal is not written to" },
    open: { about: "open the page in the browser" },
    model: { value: "NAME", about: "the model, as for `handoff run`; without one, be it yourself", multiple: true },
    fallback: { value: "NAME", about: "the model that is asked when the one before it has failed", multiple: true },
    "base-url": { value: "URL", about: "the model's server, for instance http://localhost:11434/v1" },
    api: { value: "API", about: "the wire format: responses or chat; without it, chat where a base URL is given" },
    script: { value: "PATH", about: "answers from a JSON file instead of a model; every session begins at its top" },
  },
  examples: [
    "inspect machines/support-desk.ts --journal desk.ndjson",
    "inspect machines/support-desk.ts --model gpt-5-mini --open",
    "inspect machines/support-desk.ts --host 0.0.0.0 --token auto --read-only --journal desk.ndjson",
  ],
  async run(given, screen) {
    const { operands, isSet, textOf } = given;
    const [port, host] = [portFrom(textOf("port")), textOf("host")];
    const token = tokenFrom(textOf("token"), host);
    const module = await loadGraphModule(operands[0] ?? "");
    const properties = propertiesIn(module);
    const { runtime, ownModel } = await chooseInspected(module.graph, given);
    const inspector = await inspect(runtime, {
      enabled: true,
      control: !isSet("read-only"),
      properties,
      ownModel,
      ...(port === undefined ? {} : { port }),
      ...(host === undefined ? {} : { host }),
      ...(token === undefined ? {} : { token }),
    });
    const interrupts = listenForInterrupts();
    const address = `${inspector.url ?? ""}${token === undefined ? "" : `?token=${encodeURIComponent(token)}`}`;
    const held = (await Array.fromAsync(runtime.journal.sessions())).length;
    const journal = textOf("journal");
    const about = [
      ...(journal === undefined
        ? ["sessions are not kept, as there is no --journal"]
        : [`${countLabel(held, "session")} in ${journal}`]),
      ownModel ?? "no model: be it yourself",
      ...(isSet("read-only") ? ["read-only"] : []),
      ...(port === undefined && !address.includes(`:${usualPort}/`) ? [`port ${usualPort} is taken`] : []),
      "Ctrl-C ends it",
    ];
    const place = { width: textWidth(screen), indent: "  ", column: module.graph.id.length + 2 };
    screen.line(`${screen.paint("bold", module.graph.id)}  ${screen.paint("dim", flowText(about.join(" · "), place))}`);
    screen.line(`  ${screen.paint("cyan", address)}`);
    if (isSet("open")) openInBrowser(address);
    const { promise, resolve } = Promise.withResolvers<void>();
    await interrupts.during(resolve, () => promise);
    await inspector.close();
    return exitCodes.fine;
  },
};

/** Where there is no browser, the address on the screen has to do. */
function openInBrowser(address: string): void {
  const [program, ...words] =
    process.platform === "darwin" ? ["open"] : process.platform === "win32" ? ["cmd", "/c", "start", ""] : ["xdg-open"];
  spawn(program ?? "xdg-open", [...words, address], { stdio: "ignore", detached: true })
    .on("error", () => undefined)
    .unref();
}
