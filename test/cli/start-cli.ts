import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** The machines and fixtures that tests run; the one that most of them run is compiled, which starts faster. */
export const files = {
  supportDesk: join(root, "dist/machines/support-desk.js"),
  broken: join(root, "machines/broken.ts"),
  mesh: join(root, "machines/mesh.ts"),
  humanDesk: join(root, "test/cli/fixtures/human-desk.ts"),
  twoGraphs: join(root, "test/cli/fixtures/two-graphs.ts"),
  warned: join(root, "test/cli/fixtures/warned.ts"),
  misspelt: join(root, "test/cli/fixtures/misspelt.ts"),
} as const;

/** What came of a process. */
export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program under way. */
export interface Cli {
  /** Writes a line to its stdin. */
  say(line: string): void;
  /** Closes its stdin. */
  hangUp(): void;
  /** Resolves when its stdout holds this text. */
  shows(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  readonly finished: Promise<Finished>;
}

/** How the program is started. */
export interface StartOptions {
  /** Beside a clean environment without colours, keys or servers. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it is started; unless given, in this repository. */
  readonly folder?: string;
}

/** Starts the built program, as a user would. */
export function startCli(words: readonly string[], { environment = {}, folder = root }: StartOptions = {}): Cli {
  const child = spawn(process.execPath, [join(root, "dist/src/cli/bin.js"), ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(tmpdir(), "handoff-compile-cache"), ...environment },
  });
  const waiting: { readonly text: string; readonly resolve: () => void }[] = [];
  let stdout = "";
  let stderr = "";

  function read(piece: string): void {
    stdout += piece;
    for (const one of waiting.filter(({ text }) => stdout.includes(text))) one.resolve();
  }

  child.stdout.setEncoding("utf8").on("data", read);
  child.stderr.setEncoding("utf8").on("data", (piece: string) => {
    stderr += piece;
  });
  child.stdin.on("error", () => undefined); // it may be gone already
  const finished = end(child).then(([code, signal]) => ({ code, signal, stdout, stderr }));

  return {
    finished,
    say: (line) => child.stdin.write(`${line}\n`),
    hangUp: () => child.stdin.end(),
    async shows(text) {
      if (stdout.includes(text)) return;
      const shown = new Promise<void>((resolve) => waiting.push({ text, resolve }));
      const tooEarly = finished.then(({ code, stderr: complaint }) => {
        throw new Error(`It ended with ${code} before it showed ${JSON.stringify(text)}:\n${stdout}\n${complaint}`);
      });
      await Promise.race([shown, tooEarly]);
    },
    kill: (signal) => child.kill(signal),
  };
}

async function end(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  const [code, signal] = await once(child, "close");
  return [code, signal];
}

/** Runs the built program to its end, with these lines as its stdin. */
export function runCli(words: readonly string[], lines: readonly string[] = []): Promise<Finished> {
  const cli = startCli(words);
  for (const line of lines) cli.say(line);
  cli.hangUp();
  return cli.finished;
}

/** A directory of a test's own; gone when the test is over. */
export function temporaryDirectory(): Disposable & {
  path(name: string): string;
  write(name: string, text: string): string;
} {
  const directory = mkdtempSync(join(tmpdir(), "handoff-cli-"));
  const path = (name: string): string => join(directory, name);
  return {
    path,
    write(name, text) {
      writeFileSync(path(name), text);
      return path(name);
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
