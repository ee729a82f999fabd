import { expect, test } from "vitest";
import { UsageError } from "../../../src/errors.ts";
import type { Message } from "../../../src/graph/message.ts";
import type { CustomView, View } from "../../../src/graph/view.ts";
import { planView, type ViewedContext } from "../../../src/runtime/view/plan-view.ts";
import { byHandoff, contextOf, graphWith, lines, reply, talk, user } from "./conversations.ts";

const said = talk(
  "one",
  { agent: "ann", text: "a", calls: ["handoff"] },
  { agent: "bob", text: "b", calls: ["tool"], native: true },
  { agent: "bob", text: "c" },
);

function custom(select: CustomView["select"]): View {
  return { name: "own", select };
}

/** What a function gives whose type promises more than it keeps. */
function giving(value: unknown): View {
  return custom(() => value as Iterable<Message>); // the mistake that is tested
}

async function seen(
  views: { view?: View; edge?: View },
  context: ViewedContext = contextOf(said),
): Promise<readonly Message[]> {
  return [...(await planView({ graph: graphWith(views), agent: "bob", session: "s" }, context).seen(null))];
}

test("it gets what is shown by default, and the facts", async () => {
  const got: unknown[] = [];
  const view = custom((messages, facts) => {
    got.push(lines(messages), facts);
    return messages;
  });
  const shown = await seen({ view }, contextOf(said, { variables: { tier: "high" } }));
  expect(got).toEqual([
    ["user one", "ann a", "bob b [2.0]", "= 2.0", "bob c"],
    { session: "s", agent: "bob", variables: { tier: "high" } },
  ]);
  expect(lines(shown)).toEqual(got[0]);
});

test("it gets frozen messages and variables", async () => {
  const view = custom((messages, { variables }) => {
    expect(Object.isFrozen(variables)).toBe(true);
    const [, , called] = messages;
    expect(Object.isFrozen(messages) && messages.every(Object.isFrozen)).toBe(true);
    expect(called?.role === "assistant" && Object.isFrozen(called.calls[0])).toBe(true);
    return messages;
  });
  await seen({ view });
  expect.assertions(3);
});

test("it may be asynchronous, and give any iterable", async () => {
  const view = custom(async (messages) => new Set(messages.slice(0, 1)));
  expect(lines(await seen({ view }))).toEqual(["user one"]);
});

test("calls without results and results without calls are taken out", async () => {
  const without = (role: Message["role"]) => custom((messages) => messages.filter((message) => message.role !== role));
  expect(lines(await seen({ view: without("tool") }))).toEqual(["user one", "ann a", "bob b", "bob c"]);
  expect(lines(await seen({ view: without("assistant") }))).toEqual(["user one"]);
});

test("the provider's own items stay with the message that was given, and with no changed one", async () => {
  const natives = (messages: readonly Message[]) => messages.filter((message) => "native" in message).length;
  expect(natives(await seen({ view: custom((messages) => messages) }))).toBe(1);
  const secret = custom((messages) =>
    messages.map((one) => (one.role === "assistant" ? { ...one, text: "***" } : one)),
  );
  expect(natives(await seen({ view: secret }))).toBe(0);
});

test("on a handoff it rules what came before; a call that both parts tell is told once", async () => {
  const again = reply(2, { agent: "bob", text: "b", calls: ["tool"] });
  const edge = custom(() => [user("in short"), ...again]);
  expect(lines(await seen({ edge }, contextOf(said, byHandoff(3))))).toEqual([
    "user in short",
    "bob b [2.0]",
    "= 2.0",
    "bob b",
    "bob c",
  ]);
  const view = custom((messages) => messages.slice(-1));
  expect(lines(await seen({ view, edge: {} }, contextOf(said, byHandoff(3))))).toEqual(["user one", "ann a", "bob c"]);
});

test.each([
  ["nothing", undefined, "gave undefined instead of messages"],
  ["null", null, "gave null instead of messages"],
  ["a text", "hello", "gave string instead of messages"],
  ["an object", {}, "gave object instead of messages"],
  ["texts", ["hello"], "gave something at index 0 that is no message"],
  ["a message of no role", [{ role: "system", text: "x" }], "gave something at index 0 that is no message"],
  ["a role of Object.prototype", [{ role: "toString" }], "gave something at index 0 that is no message"],
  ["half a message", [user("x"), { role: "assistant", text: "x" }], "gave something at index 1 that is no message"],
  ["what is no JSON", [{ ...user("x"), at: Number.NaN }], "gave something at index 0 that is no message"],
  ["half a call", [{ ...reply(1, { agent: "bob" })[0], calls: [{ key: "1.0" }] }], "that is no message"],
])("%s is a mistake that names the view", async (_, value, problem) => {
  const mistake = await seen({ view: giving(value) }).catch((error: unknown) => error);
  expect(mistake).toBeInstanceOf(UsageError);
  expect(mistake).toMatchObject({ code: "bad_option", message: expect.stringContaining(`The view "own"`) });
  expect(mistake).toMatchObject({ message: expect.stringContaining(problem) });
  const later = seen({ view: giving(Promise.resolve(value)) });
  await expect(later).rejects.toThrow(problem);
});

test("what it throws itself goes through", async () => {
  const view = custom(() => {
    throw new RangeError("mine");
  });
  await expect(seen({ view })).rejects.toThrow(RangeError);
});
