import { describe, expect, test } from "vitest";
import { supportDesk } from "../../../machines/support-desk.ts";
import type { ExitCode } from "../../../src/cli/exit-code.ts";
import { chat } from "../../../src/cli/run/chat.ts";
import type { LineSource } from "../../../src/cli/run/line-source.ts";
import { openSession } from "../../../src/cli/run/open-session.ts";
import { createWatch } from "../../../src/cli/run/watch.ts";
import type { Screen } from "../../../src/cli/screen.ts";
import type { ScriptedStep } from "../../../src/models/scripted-reply.ts";
import { call, handOff, scriptedModel } from "../../../src/testing/index.ts";
import { recordingScreen } from "../recording-screen.ts";

const farewell = "The session is not kept.";

describe("whoever leaves at a terminal", () => {
  test("is told once what is left", async () => {
    expect(await written(["hi", "/quit"])).toMatch(
      /triage › Hello\.\n\nyou › \/quit\n {2}The session is not kept\.\n$/,
    );
    expect(await written(["hi"])).toMatch(/triage › Hello\.\n\nyou › \n {2}The session is not kept\.\n$/);
  });

  test("is told nothing where nothing was said", async () => {
    expect(await written(["/quit"])).not.toContain(farewell);
  });
});

test("the arguments of a call that waits are wrapped, never cut, above the line that asks", async () => {
  const input = { orderId: "A-1042 ".repeat(40).trim(), amount: 129 };
  const screen = await written(
    ["my money back", "/quit"],
    [
      call("verifyIdentity", { email: "ada@example.com", passphrase: "swordfish" }),
      handOff("refunds", { orderId: "A-1042", reason: "broken" }),
      call("issueRefund", input),
    ],
  );
  const [, question = ""] =
    /\? refunds wants issueRefund\n([\s\S]*?) {2}allow\? \[y\/n\/a\/s\/e\] › /.exec(screen) ?? [];
  const lines = question.trimEnd().split("\n");
  expect(lines.map((line) => line.slice(4)).join("")).toBe(JSON.stringify(input));
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
});

test("a decision that is left open is told to a shell where nobody sits at the terminal, and to no one else", async () => {
  const script = [
    call("verifyIdentity", { email: "ada@example.com", passphrase: "swordfish" }),
    handOff("refunds", { orderId: "A-1042", reason: "broken" }),
    call("issueRefund", { orderId: "A-1042", amount: 129 }),
  ];
  expect((await chatted(["my money back"], { script, interactive: false })).code).toBe(3);
  expect((await chatted(["my money back"], { script, interactive: true })).code).toBe(0);
});

async function written(lines: readonly string[], script: readonly ScriptedStep[] = ["Hello."]): Promise<string> {
  return (await chatted(lines, { script, interactive: true })).screen;
}

async function chatted(
  lines: readonly string[],
  { script, interactive }: { readonly script: readonly ScriptedStep[]; readonly interactive: boolean },
): Promise<{ readonly code: ExitCode; readonly screen: string }> {
  const screen = recordingScreen(80);
  const watch = createWatch();
  const { session } = await openSession({
    graph: supportDesk,
    model: scriptedModel(script),
    journalPath: undefined,
    name: "test",
    observers: [watch],
  });
  const source = { ...typed(lines, screen), interactive };
  const code = await chat({ graph: supportDesk, session, screen, lines: source, interrupts, watch, farewell });
  return { code, screen: screen.written() };
}

const interrupts = { during: <Value>(_: () => void, work: () => Promise<Value>) => work() };

/** A person who types these lines, and leaves. */
function typed(lines: readonly string[], screen: Screen): LineSource {
  const left = [...lines];
  return {
    interactive: true,
    async next({ text }) {
      const line = left.shift() ?? null;
      screen.line(`${text}${line ?? ""}`);
      return line;
    },
    leave: () => undefined,
  };
}
