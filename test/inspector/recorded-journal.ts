import { type Clock, createRuntime, type Journal, memoryJournal, type Session, toNdjson } from "handoff-machine";
import { call, handOff, type ScriptedStep, scriptedModel } from "handoff-machine/testing";
import { supportDesk } from "../../machines/support-desk.ts";

/*
 * Recorded sessions of the support desk, for tests and pictures: always the same, entry by entry. What there is to see:
 * two handoffs, one that is refused, an approval that is granted, one that is denied, one that waits, a limit, a model
 * that fails, a session that was cancelled.
 */

/** What happens in a recorded session. */
interface Story {
  readonly session: string;
  readonly replies: readonly ScriptedStep[];
  readonly play: (session: Session) => Promise<unknown>;
}

const order = { orderId: "A-1042", reason: "arrived broken" };
const identity = call("verifyIdentity", { email: "ada@example.com", passphrase: "swordfish" });

const untilAsked: readonly ScriptedStep[] = [
  { text: "I am sorry to hear that. I will get you to refunds right away.", calls: [handOff("refunds", order)] },
  "Before money can go back I have to know who you are: what are the e-mail address and the passphrase of your account?",
  { calls: [identity] },
  { text: "Thank you, Ada, that is you.", calls: [handOff("refunds", order)] },
  { calls: [call("lookupOrder", { orderId: "A-1042" })] },
  {
    text: "I found your headphones: 129. I am asking for the refund.",
    calls: [call("issueRefund", { orderId: "A-1042", amount: 129 })],
  },
];

async function askForRefund(session: Session): Promise<void> {
  await session.send("Hi! My headphones arrived broken. I want my money back for order A-1042.").ended;
  await session.send("It is ada@example.com, and the passphrase is swordfish.").ended;
}

const stories: readonly Story[] = [
  {
    session: "refund-granted",
    replies: [
      ...untilAsked,
      "Done: 129 are on their way back to you.",
      { calls: [handOff("triage", { reason: "a question about the plan" })] },
      "You are on the pro plan. Have a good day, Ada!",
    ],
    play: async (session) => {
      await askForRefund(session);
      await session.approve(undefined, { by: "Grace" }).ended;
      await session.send("Great, thank you! One more thing: which plan am I on?").ended;
    },
  },
  {
    session: "refund-denied",
    replies: [...untilAsked, "I may not pay that back on my own. A colleague will write to you today."],
    play: async (session) => {
      await askForRefund(session);
      await session.deny(undefined, { by: "Grace", reason: "The order is older than 90 days." }).ended;
    },
  },
  { session: "refund-waiting", replies: untilAsked, play: askForRefund },
  {
    session: "invoice",
    replies: [
      { text: "I will ask billing.", calls: [handOff("billing")] },
      { calls: [call("lookupOrder", { orderId: "B-7" }), call("lookupOrder", { orderId: "B-8" })] },
      "B-7 and B-8 are headphones too: 129 each.",
      { text: "I will get you to refunds.", calls: [handOff("refunds", { orderId: "B-8", reason: "too many" })] },
      "I may not hand you on before somebody has checked who you are. Shall I get you back to triage?",
    ],
    play: async (session) => {
      await session.send("What are B-7 and B-8 on my invoice?").ended;
      await session.send("Then I want my money back for B-8.").ended;
    },
  },
  {
    session: "in-circles",
    replies: Array.from({ length: 12 }, (_, index) => ({
      text: index % 2 === 0 ? "That is for billing." : "That is for triage.",
      calls: [handOff(index % 2 === 0 ? "billing" : "triage")],
    })),
    play: (session) => session.send("Who is responsible for my question?").ended,
  },
  {
    session: "model-down",
    replies: [
      { error: "rate_limited", retryAfter: 2_000 },
      { error: "unauthorized", partial: "Hello, how" },
    ],
    play: (session) => session.send("Is anybody there?").ended,
  },
  {
    session: "cancelled",
    replies: ["Hello! What can I do for you?"],
    play: async (session) => {
      await session.send("Hello?").ended;
      await session.cancel("The customer has left.").ended;
    },
  },
];

/** The recorded sessions in a journal of one's own. */
export async function recordedJournal(): Promise<Journal> {
  recorded ??= record();
  const [original, journal] = [await recorded, memoryJournal()];
  for await (const session of original.sessions())
    await journal.append(session, 0, await Array.fromAsync(original.read(session)));
  return journal;
}

let recorded: Promise<Journal> | null = null;

async function record(): Promise<Journal> {
  const journal = memoryJournal();
  const clock = runningClock(Date.UTC(2026, 10, 23, 9, 0));
  for (const { session: name, replies, play } of stories) {
    const ids = { session: () => name, jitter: () => 0.5 };
    const runtime = createRuntime(supportDesk, { model: scriptedModel(replies), journal, clock, ids });
    await play(await runtime.open(name));
    runtime.close();
  }
  return journal;
}

/** A journal as a file has it. */
export async function ndjsonOf(journal: Journal): Promise<string> {
  const sessions = await Array.fromAsync(journal.sessions());
  const entries = await Promise.all(sessions.map((session) => Array.fromAsync(journal.read(session))));
  return toNdjson(entries.flat());
}

/** A clock that goes on whenever it is read; waiting takes the time that it should, and none. */
export function runningClock(start: number): Clock {
  let now = start;
  return {
    now: () => (now += 740),
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  };
}
