import { createRuntime, type SessionSnapshot } from "handoff-machine";
import { scriptedModel } from "handoff-machine/testing";
import { expect, test } from "vitest";
import { actorDrive, driverDrive, pureDrive } from "./mixed/drives.ts";
import { hub, openAgentAt } from "./mixed/hub.ts";
import { hubDecoder, mixedTurn } from "./mixed/hub-world.ts";
import { type Expected, expectedOf } from "./mixed/oracle.ts";
import { allMultisets, allSequences, type MixedReply } from "./mixed/reply-kinds.ts";

/*
 * Every reply of up to three handoffs (open, closed, unknown, to itself, used up) and up to three tool calls (that
 * return, throw, do not fit, do not exist, need approval and get it or do not, or belong to another agent), with a text
 * or without. An oracle that only reads the rules says what must come of it; see mixed/oracle.ts. The actor
 * and the driver take samples; `MIXED_REPLIES=all`, which the soak sets, gives them all of them.
 */

test("each call gets the one result that the rules say, and the conversation goes where they say (S1–S6)", async () => {
  const replies = allSequences().filter((_, index) => index % 2 === 0); // each with a text, or each without, in turn
  const drive = pureDrive(await hubDecoder(replies));
  for (const reply of replies) expectRules(reply, drive(reply));
  console.log(`mixed replies: ${replies.length} combinations (handoffs in every order × all multisets of tools)`);
  expect(replies.length).toBe(156 * 165);
});

test("createActor comes to the same conversation and state as the pure machine, by the same rules", async () => {
  const { replies, share } = sampleOf(8);
  const decode = await hubDecoder(replies);
  const [pure, actor] = [pureDrive(decode), actorDrive(decode)];
  for (const reply of replies) {
    const snapshot = pure(reply);
    expectRules(reply, snapshot);
    const [expected, found] = [facts(snapshot), facts(actor(reply))];
    if (found !== expected) expect(JSON.parse(found), written(reply)).toEqual(JSON.parse(expected));
  }
  console.log(`mixed replies: ${replies.length} combinations through createActor (${share})`);
  expect(replies.length).toBeGreaterThan(5_000);
});

test("the driver comes to the same conversation and state as the pure machine", async () => {
  const { replies, share } = sampleOf(30);
  const [pure, driver] = [pureDrive(await hubDecoder(replies)), await driverDrive()];
  for (const reply of replies) {
    const [expected, found] = [facts(pure(reply)), facts(await driver(reply))];
    if (found !== expected) expect(JSON.parse(found), written(reply)).toEqual(JSON.parse(expected));
  }
  console.log(`mixed replies: ${replies.length} combinations through the driver (${share})`);
  expect(replies.length).toBeGreaterThan(4_000);
});

test("a reply with neither text nor calls is a failure of the model", async () => {
  const model = scriptedModel(() => ({ text: "" }));
  const session = await createRuntime(hub, { model, clock: { now: () => 0, sleep: async () => undefined } }).open("s");
  const { status, halt } = await session.send("Hello").ended;
  expect({ status, halt }).toMatchObject({ status: "failed", halt: { error: { code: "empty_reply" } } });
});

/** All multisets of handoffs and tools, each with a text and without; or of the longer ones, one in so many. */
function sampleOf(stride: number): { readonly replies: readonly MixedReply[]; readonly share: string } {
  const all = allMultisets();
  expect(all.length).toBe(56 * 165 * 2 - 1);
  if (process.env.MIXED_REPLIES === "all") return { replies: all, share: "all multisets × text" };
  const replies = all.filter(({ parts }, index) => parts.length <= 4 || index % stride === 0);
  return { replies, share: `all of up to 4 calls, one in ${stride} of the longer ones` };
}

function expectRules(reply: MixedReply, snapshot: SessionSnapshot): void {
  const wrong = difference(reply, snapshot);
  if (wrong !== null) expect.fail(`${written(reply)}\n${wrong}`);
}

/** What is not as the rules say, or `null`. */
function difference(reply: MixedReply, { value, context }: SessionSnapshot): string | null {
  const expected = expectedOf(reply);
  const messages = [...context.conversation];
  const at = messages.findIndex((message) => message.role === "assistant" && message.turn === mixedTurn);
  const said = messages[at];
  if (said?.role !== "assistant" || said.text !== reply.text) return "the text is not kept (S5)";
  const results = messages.slice(at + 1, at + 1 + reply.parts.length);
  const found = results.map((message) =>
    message.role === "tool" ? `${message.call} ${message.status}` : message.role,
  );
  const wanted = expected.statuses.map((status, index) => `${mixedTurn}.${index} ${status}`);
  if (found.join() !== wanted.join()) return `results: ${found.join()}\nwanted:  ${wanted.join()}`;
  const answered = reply.parts.length > 0 ? ["assistant"] : [];
  const rest = messages.slice(at + 1 + reply.parts.length).map(({ role }) => role);
  if (rest.join() !== answered.join()) return `afterwards: ${rest.join()}`;
  const agent = targetOf(reply, expected);
  return JSON.stringify(value) === JSON.stringify({ [agent]: "awaitingUser" })
    ? null
    : `rests in ${JSON.stringify(value)}, not with ${agent}`;
}

function targetOf({ parts }: MixedReply, { taken }: Expected): string {
  return taken === -1 ? "hub" : openAgentAt(parts, taken);
}

/** Everything that a snapshot knows, but for the time. */
function facts({ value, context }: SessionSnapshot): string {
  return JSON.stringify({ value, context }).replaceAll(/"(at|startedAt)":\d+/g, '"$1":0');
}

function written({ parts, text }: MixedReply): string {
  return `[${parts.map(({ kind }) => kind).join(", ")}]${text === "" ? "" : " with text"}`;
}
