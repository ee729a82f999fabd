import {
  checkGraph,
  checkJournal,
  createRuntime,
  defineGraph,
  fromNdjson,
  propertiesOf,
  UsageError,
} from "handoff-machine";
import { call, handOff, scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { supportDesk } from "../../machines/support-desk.ts";

const refund = { orderId: "A-17", reason: "broken" };
const verified = { variables: { verified: true } } as const;
const paid = { returns: "issueRefund" } as const;
const make = propertiesOf(supportDesk);

/** Money back, allowed by a person; then the conversation goes back, and somebody else is not who they say. */
async function journal() {
  const model = scriptedModel([
    call("verifyIdentity", { email: "ada@example.org", passphrase: "swordfish" }),
    handOff("refunds", refund),
    call("issueRefund", { orderId: "A-17", amount: 129 }),
    "Paid back.",
    handOff("triage"),
    call("verifyIdentity", { email: "eve@example.org", passphrase: "?" }),
    handOff("refunds", refund),
    "No.",
  ]);
  const session = await createRuntime(supportDesk, { model }).open("s");
  await session.send("Money back!").ended;
  await session.approve().ended;
  await session.send("And for my friend?").ended;
  return fromNdjson(await session.export());
}

/** What happened at which position, as one reads a journal. */
async function eventAt(position: number | undefined): Promise<string | undefined> {
  return (await journal()).find((entry) => entry.position === position)?.event.type;
}

describe("a property is read on a recorded conversation as on all that are possible", () => {
  test("before, at and always, of which the last is broken where the identity is lost", async () => {
    const properties = [
      make.before("checked before a refund", { returns: "verifyIdentity" }, { runs: "issueRefund" }),
      make.at("verified when a refund is paid", { runs: "issueRefund" }, verified),
      make.always("refunded only while verified", { any: [{ variables: { refunded: false } }, verified] }),
    ];
    const { session, entries, verdict, results } = await checkJournal(supportDesk, await journal(), properties);
    expect({ session, entries, verdict }).toEqual({
      session: "s",
      entries: (await journal()).length,
      verdict: "violated",
    });
    expect(results.map((result) => result.verdict)).toEqual(["holds", "holds", "violated"]);
    expect(results[2]?.violations).toHaveLength(1);
    expect(await eventAt(results[2]?.violations[0])).toBe("tool.returned");
  });

  test("periods, counts and refusals", async () => {
    const { results } = await checkJournal(supportDesk, await journal(), [
      make.atMost("one refund", 1, paid),
      make.atMost("one handoff", 1, { handoff: {} }),
      make.worst("handoffs in an exchange", { handoff: {} }, { per: "exchange" }),
      make.never("nobody is refused", { refused: {} }),
      make.before(
        "allowed first",
        { approves: "issueRefund" },
        { runs: "issueRefund" },
        { per: { calls: "issueRefund" } },
      ),
      make.before("asked again first", { says: true }, paid, { per: { calls: "issueRefund" } }),
    ]);
    expect(results.map(({ verdict, violations, most }) => [verdict, violations.length, most])).toEqual([
      ["holds", 0, null],
      ["violated", 1, null],
      ["holds", 0, 1],
      ["violated", 1, null],
      ["holds", 0, null],
      ["violated", 1, null],
    ]);
  });

  test("what did not happen is vacuous, and what only all conversations can tell is unknown", async () => {
    const { verdict, results } = await checkJournal(supportDesk, await journal(), [
      make.at("billing is verified", { enters: "billing" }, verified),
      make.reachable("a refund", paid),
      make.reachable("billing", { agent: "billing" }),
      make.canAlways("rest", { place: "awaitingUser" }),
      make.eventually("paid", { variables: { refunded: true } }),
    ]);
    expect(results.map((result) => result.verdict)).toEqual(["vacuous", "holds", "unknown", "unknown", "unknown"]);
    expect(verdict).toBe("holds");
  });

  test("variables that no search could make finite are read as they are", async () => {
    const graph = defineGraph({
      id: "amounts",
      start: "clerk",
      variables: z.object({ total: z.number(), note: z.string().nullable() }),
      initial: { total: 250, note: null },
      agents: { clerk: { instructions: "Answer." } },
    });
    const session = await createRuntime(graph, { model: scriptedModel(["Hello."]) }).open("t");
    await session.send("Hi").ended;
    const { always } = propertiesOf(graph);
    const { results } = await checkJournal(graph, fromNdjson(await session.export()), [
      always("little", { variables: { total: { atMost: 100 } } }),
    ]);
    expect(results).toMatchObject([{ verdict: "violated", violations: [1] }]);
  });
});

test("a property of another graph is an error, and so is another graph's journal", async () => {
  const misspelt = JSON.parse('[{"name":"x","kind":"never","what":{"enters":"nobody"}}]');
  await expect(checkJournal(supportDesk, await journal(), misspelt)).rejects.toThrow(UsageError);
  const other = defineGraph({ id: "other", start: "a", agents: { a: { instructions: "Answer." } } });
  await expect(checkJournal(other, await journal(), [])).rejects.toMatchObject({ code: "graph_mismatch" });
});

test("what was proven of all conversations is true of this one", async () => {
  const proven = [
    make.at("refunds only get whom was checked", { handoff: { to: "refunds" } }, verified),
    make.never("nobody ends", { ends: true }),
  ];
  expect(checkGraph(supportDesk, proven, { defaults: false }).verdict).toBe("holds");
  expect((await checkJournal(supportDesk, await journal(), proven)).verdict).toBe("holds");
});
