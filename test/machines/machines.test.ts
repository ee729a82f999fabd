import { readdirSync } from "node:fs";
import { formatDiagnostics, type Graph, validateGraph } from "handoff-machine";
import { call, handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { airline } from "../../machines/airline.ts";
import { supportDesk } from "../../machines/support-desk.ts";
import { offered, openStory, told } from "./story.ts";

/** Wrong on purpose: it shows what `validateGraph` finds. */
const brokenFile = "broken.ts";

const folder = new URL("../../machines/", import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith(".ts") && file !== brokenFile);

describe.for(files)("machines/%s", (file) => {
  test("has graphs, and they validate without error or warning", async () => {
    const exported: Readonly<Record<string, unknown>> = await import(new URL(file, folder).href);
    const graphs = Object.values(exported).filter(isGraph);
    expect(graphs.length).toBeGreaterThan(0);
    for (const graph of graphs) {
      const findings = validateGraph(graph).filter(({ severity }) => severity !== "info");
      expect(formatDiagnostics(findings), graph.id).toBe("No findings.");
    }
  });
});

describe("support desk", () => {
  const refund = { orderId: "A-17", reason: "broken" };
  const pay = (amount: number) => call("issueRefund", { orderId: "A-17", amount });
  const verify = (passphrase: string) => call("verifyIdentity", { email: "ada@example.org", passphrase });

  test("refuses a refund before the customer is verified, and makes it after", async () => {
    const { session, model } = await openStory(supportDesk, [
      handOff("refunds", refund),
      "What is your passphrase?",
      verify("swordfish"),
      handOff("refunds", refund),
      pay(99),
      "Paid back.",
    ]);
    expect(await told(session.send("Money back!"))).toEqual([
      "triage → refunds refused",
      "triage: What is your passphrase?",
      "awaitingUser",
    ]);
    expect(offered(model)).not.toContain("handoff_to_refunds");
    expect(await told(session.send("swordfish"))).toEqual([
      "verifyIdentity returned",
      "triage → refunds",
      "issueRefund returned",
      "refunds: Paid back.",
      "awaitingUser",
    ]);
    expect(session.state.variables).toEqual({ verified: true, plan: "pro", refunded: true });
  });

  test("keeps a wrong passphrase out, on every way to refunds", async () => {
    const { session, model } = await openStory(supportDesk, [
      verify("guess"),
      handOff("billing"),
      handOff("refunds", refund),
      "I cannot do that.",
    ]);
    expect(await told(session.send("Money back!"))).toEqual([
      "verifyIdentity returned",
      "triage → billing",
      "billing → refunds refused",
      "billing: I cannot do that.",
      "awaitingUser",
    ]);
    expect(offered(model)).toContain("handoff_to_refunds"); // offer: "always"
  });

  test.for(["granted", "denied"] as const)("pays more than 100 only with approval: %s", async (decision) => {
    const { session } = await openStory(supportDesk, [
      verify("swordfish"),
      handOff("refunds", refund),
      pay(129),
      "That is all.",
    ]);
    const asked = await told(session.send("Money back!"));
    expect(asked.slice(-2)).toEqual(["issueRefund?", "awaitingApproval"]);
    const run = decision === "granted" ? session.approve() : session.deny(undefined, { reason: "Too much." });
    const status = decision === "granted" ? "returned" : "denied";
    expect(await told(run)).toEqual([`issueRefund ${status}`, "refunds: That is all.", "awaitingUser"]);
    expect(session.state.variables.refunded).toBe(decision === "granted");
  });
});

describe("airline", () => {
  const find = (confirmationNumber: string, lastName: string) =>
    call("findReservation", { confirmationNumber, lastName });
  const claim = handOff("refunds", { claim: "The flight was cancelled." });
  const summary = { summary: "Wants a person." };

  test("has exactly the edges of its design", () => {
    const edges = Object.values<Graph["agents"][string]>(airline.agents).map(({ name, handoffs, routes }) => [
      name,
      [...Object.keys(handoffs), ...routes],
    ]);
    expect(Object.fromEntries(edges)).toEqual({
      triage: ["flightInformation", "booking", "seats", "refunds", "faq", "human"],
      flightInformation: ["booking", "triage", "human"],
      booking: ["seats", "refunds", "triage", "human"],
      seats: ["refunds", "triage", "human"],
      refunds: ["faq", "triage", "human"],
      faq: ["triage", "human"],
      human: ["triage"],
    });
    expect(airline.agents.human.kind).toBe("human");
  });

  test("changes seats once the passenger is identified, and not after the booking was cancelled", async () => {
    const { session, model } = await openStory(airline, [
      handOff("seats"),
      "Your confirmation number and name?",
      find("R4XK2P", "Okafor"),
      find("R4XK2P", "Lindqvist"),
      handOff("seats"),
      call("changeSeat", { seat: "1A" }),
      "You sit in 1A.",
      handOff("triage"),
      handOff("booking"),
      call("cancelBooking"),
      handOff("seats"),
      "It is cancelled.",
    ]);
    expect(await told(session.send("A window seat, please."))).toEqual([
      "triage → seats refused",
      "triage: Your confirmation number and name?",
      "awaitingUser",
    ]);
    expect(offered(model)).not.toContain("handoff_to_seats");
    expect(await told(session.send("R4XK2P, Lindqvist."))).toEqual([
      "findReservation failed",
      "findReservation returned",
      "triage → seats",
      "changeSeat returned",
      "seats: You sit in 1A.",
      "awaitingUser",
    ]);
    expect(await told(session.send("On second thought, cancel it."))).toEqual([
      "seats → triage",
      "triage → booking",
      "cancelBooking returned",
      "booking → seats refused",
      "booking: It is cancelled.",
      "awaitingUser",
    ]);
  });

  test("opens the way to compensation by finding out that the flight was cancelled", async () => {
    const { session } = await openStory(airline, [
      find("W2QJ5N", "Ferreira"),
      claim,
      handOff("flightInformation"),
      call("checkReservedFlight"),
      handOff("triage"),
      claim,
      call("payCompensation", { amount: 150 }),
      call("payCompensation", { amount: 150 }),
      handOff("triage"),
      claim,
      "You were paid 150 euros.",
    ]);
    expect(await told(session.send("HM350 was cancelled. W2QJ5N, Ferreira."))).toEqual([
      "findReservation returned",
      "triage → refunds refused",
      "triage → flightInformation",
      "checkReservedFlight returned",
      "flightInformation → triage",
      "triage → refunds",
      "payCompensation returned",
      "payCompensation failed",
      "refunds → triage",
      "triage → refunds refused",
      "triage: You were paid 150 euros.",
      "awaitingUser",
    ]);
    expect(session.state.variables).toEqual({
      identified: true,
      confirmationNumber: "W2QJ5N",
      flightStatus: "cancelled",
      compensated: true,
    });
  });

  test("compensates nobody whose flight is on time", async () => {
    const { session } = await openStory(airline, [
      find("R4XK2P", "Lindqvist"),
      handOff("flightInformation"),
      call("checkReservedFlight"),
      handOff("booking", { flight: "HM101" }),
      claim,
      "HM101 is on time.",
    ]);
    expect((await told(session.send("Pay me. R4XK2P, Lindqvist."))).slice(-3)).toEqual([
      "booking → refunds refused",
      "booking: HM101 is on time.",
      "awaitingUser",
    ]);
  });

  test.for(["granted", "denied"] as const)("asks a person about more than 200 euros: %s", async (decision) => {
    const { session } = await openStory(airline, [
      find("T9MB7D", "Okafor"),
      handOff("flightInformation"),
      call("checkReservedFlight"),
      handOff("triage"),
      claim,
      call("payCompensation", { amount: 201 }),
      "That is settled.",
    ]);
    const asked = await told(session.send("HM204 is late. T9MB7D, Okafor."));
    expect(asked.slice(-2)).toEqual(["payCompensation?", "awaitingApproval"]);
    const status = decision === "granted" ? "returned" : "denied";
    expect(await told(decision === "granted" ? session.approve() : session.deny())).toEqual([
      `payCompensation ${status}`,
      "refunds: That is settled.",
      "awaitingUser",
    ]);
    expect(session.state.variables.compensated).toBe(decision === "granted");
  });

  test("hands to a person and back", async () => {
    const { session, model } = await openStory(airline, [
      handOff("faq"),
      call("readRules", { subject: "pets" }),
      handOff("human", summary),
      "Welcome back.",
    ]);
    expect(await told(session.send("May my pony come along? I want a person."))).toEqual([
      "triage → faq",
      "readRules returned",
      "faq → human",
      "awaitingOperator",
    ]);
    expect(await told(session.send("Hello?"))).toEqual(["awaitingOperator"]);
    expect(await told(session.operate({ text: "No ponies, sorry." }))).toEqual([
      "human: No ponies, sorry.",
      "awaitingOperator",
    ]);
    const back = session.operate({ text: "I give you back.", handoff: { to: "triage" } });
    expect(await told(back)).toEqual([
      "human: I give you back.",
      "human → triage",
      "triage: Welcome back.",
      "awaitingUser",
    ]);
    expect(model.requests).toHaveLength(4);
  });

  test("calls a person when its budgets are spent", async () => {
    const { session } = await openStory(airline, (_, index) => handOff(index % 2 === 0 ? "faq" : "triage"));
    expect((await told(session.send("Round and round."))).slice(-3)).toEqual([
      "limit: handoffs",
      "triage → human by limit",
      "awaitingOperator",
    ]);
  });
});

/** A frozen object of this kind is made by `defineGraph` only. */
function isGraph(value: unknown): value is Graph {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "graph";
}
