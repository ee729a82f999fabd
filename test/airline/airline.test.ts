import { isDeepStrictEqual } from "node:util";
import { checkJournal, fromNdjson, replay, replaySteps, type Session, type SessionSnapshot } from "handoff-machine";
import { beforeAll, describe, expect, test } from "vitest";
import { checkConformance } from "../../src/audit/check-conformance.ts";
import { imbalance } from "../machine/balance.ts";
import { type Driven, driveRecordings } from "./drive-recordings.ts";
import { breakers, policiesOf } from "./policies.ts";
import { recordedGraph } from "./recorded-graph.ts";
import {
  isTransferred,
  placeOfReply,
  type RecordedMessage,
  type Recording,
  readPolicy,
  readRecordings,
  recordingsPath,
  transferTool,
} from "./recording.ts";
import { callsOf, parseHistory, toRecorded, withMachineAnswer, withNumberedCalls } from "./transcript.ts";

const recordings = readRecordings();
const missing = recordings.length === 0;
const title = missing
  ? `recorded conversations: skipped, as there is no ${recordingsPath}`
  : "100 recorded conversations";
const graph = recordedGraph(recordings);

if (missing) console.log(title);

describe.skipIf(missing)(title, () => {
  let driven: readonly Driven[] = [];

  beforeAll(async () => {
    driven = await driveRecordings(graph, recordings);
  }, 60_000);

  test("are reproduced with every message, call and result, in order", () => {
    for (const { name, recording, session } of driven) {
      expect(transcriptOf(session), name).toEqual(expectedOf(recording));
    }
  });

  test("are balanced in calls and results, of which each has its status", () => {
    for (const { name, session } of driven) {
      const { conversation } = session.state;
      expect(imbalance(conversation), name).toBeNull();
      for (const message of conversation) {
        if (message.role !== "tool") continue;
        expect(message.status, name).toBe(message.name === transferTool ? "taken" : "returned");
      }
    }
  });

  test("rest with the operator after a transfer, and with the user otherwise", () => {
    for (const { name, recording, session } of driven) {
      const status = isTransferred(recording) ? "awaitingOperator" : "awaitingUser";
      expect(session.state, name).toMatchObject({ status, halt: null, staged: 0 });
    }
  });

  test("have each transfer as a handoff in the journal, and no other handoff", async () => {
    for (const { name, recording, session } of driven) {
      const events = fromNdjson(await session.export()).map(({ event }) => event);
      const transfers = callsOf(recording.messages).filter(({ function: called }) => called.name === transferTool);
      expect(
        events.filter(({ type }) => type.startsWith("handoff.")),
        name,
      ).toMatchObject(transfers.map((call) => ({ type: "handoff.human", input: JSON.parse(call.function.arguments) })));
    }
  });

  test("replay to the live snapshots: at the end, and after every entry", async () => {
    for (const { name, session, snapshots } of driven) {
      const entries = fromNdjson(await session.export());
      const replayed = [];
      for await (const { after } of replaySteps(graph, entries)) replayed.push(toText(after));
      expect(replayed, name).toEqual(snapshots.map(toText));
      expect(toText((await replay(graph, entries)).snapshot), name).toBe(replayed.at(-1));
    }
  });

  test("gave the model the recorded history at every request, each call under an id of its own", () => {
    for (const { name, recording, requests } of driven) {
      const replies = recording.messages.filter(({ role }) => role === "assistant").length;
      expect(requests, name).toHaveLength(isTransferred(recording) ? replies : replies + 1);
      requests.forEach(([instructions, ...history], index) => {
        expect(instructions).toEqual({ role: "system", content: readPolicy() });
        const given = parseHistory(history);
        const recorded = recording.messages.slice(0, placeOfReply(recording, index + 1));
        expect(withNumberedCalls(given), `${name}, request ${index}`).toEqual(withNumberedCalls(recorded));
        expect(idsOf(given), `${name}, request ${index}`).toEqual(idsOf(recorded).map(keptIfFirst));
        expect(new Set(idsOf(given)).size).toBe(idsOf(given).length);
      });
    }
  });

  test("are paths of the model that properties are checked on", async () => {
    let followed = 0;
    for (const { name, session } of driven) {
      const found = await checkConformance(graph, fromNdjson(await session.export()));
      expect(found.mismatch, name).toBeNull();
      followed += found.followed;
    }
    console.log(
      `100 conversations conform: ${followed.toLocaleString("en")} entries of their journals are steps of the model`,
    );
  });

  test("break the airline's own rules as often as their texts say: each rule with its conversations", async () => {
    const policies = policiesOf(graph);
    const broken = new Map<string, string[]>(policies.map(({ name }) => [name, []]));
    for (const { name, session } of driven) {
      const { results } = await checkJournal(graph, fromNdjson(await session.export()), policies);
      for (const result of results) if (result.verdict === "violated") broken.get(result.name)?.push(name);
    }
    for (const [policy, names] of broken) {
      console.log(`${policy}: broken in ${names.length} of 100${names.length === 0 ? "" : `: ${names.join(" ")}`}`);
      expect(names, policy).toEqual(breakers(policy, recordings));
    }
    expect([...broken.values()].filter(({ length }) => length > 0).length).toBeGreaterThanOrEqual(2);
  });

  test("have the numbers of the recordings", () => {
    const messages = driven.flatMap(({ session }) => [...session.state.conversation]);
    const results = messages.filter((message) => message.role === "tool");
    const counts = {
      conversations: driven.filter(isReproduced).length,
      messages: messages.length,
      calls: messages.flatMap((message) => (message.role === "assistant" ? message.calls : [])).length,
      transfers: results.filter(({ status }) => status === "taken").length,
      errors: results.filter(({ output }) => String(output).startsWith("Error")).length,
    };
    console.log(
      `${counts.conversations} of 100 conversations reproduced: ${counts.messages.toLocaleString("en")} messages, ` +
        `${counts.calls} tool calls, ${counts.transfers} transfers, ${counts.errors} tool errors`,
    );
    expect(counts).toEqual({ conversations: 100, messages: 2558, calls: 572, transfers: 22, errors: 33 });
  });
});

function isReproduced({ recording, session }: Driven): boolean {
  return isDeepStrictEqual(transcriptOf(session), expectedOf(recording));
}

function transcriptOf({ state }: Session): readonly RecordedMessage[] {
  return [...state.conversation].map(toRecorded);
}

function expectedOf({ messages }: Recording): readonly RecordedMessage[] {
  return messages.map(withMachineAnswer);
}

/** All of a snapshot that a session goes on from. */
function toText({ value, context }: Pick<SessionSnapshot, "value" | "context">): string {
  return JSON.stringify({ value, context });
}

function idsOf(messages: Parameters<typeof callsOf>[0]): readonly string[] {
  return callsOf(messages).map(({ id }) => id);
}

/** An id that an earlier call has too must become another. */
function keptIfFirst(id: string, index: number, ids: readonly string[]): unknown {
  return ids.indexOf(id) === index ? id : expect.not.stringMatching(`^${id}$`);
}
