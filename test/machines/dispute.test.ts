import { call, endConversation, handOff, returnTo } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { dispute } from "../../machines/dispute.ts";
import { offered, openStory, told } from "./story.ts";

const assessed = [
  call("identify", { code: "4711" }),
  handOff("fraud", { transaction: "T-88" }),
  call("rateRisk", { risk: "high" }),
  returnTo("intake", { risk: "high", summary: "A shop nobody knows." }),
  handOff("disputes"),
];

describe("dispute", () => {
  test("has the risk assessed before anything can be disputed, and blocks the card when an officer allows it", async () => {
    const { session, model } = await openStory(dispute, [
      handOff("disputes"),
      ...assessed,
      call("blockCard"),
      "Your card is being looked at.",
    ]);
    expect(await told(session.send("Somebody used my card 4000 1234 5678 9010: code 4711"))).toEqual([
      "guardrail cardNumbers rewrote",
      "intake → disputes refused",
      "identify returned",
      "intake → fraud",
      "rateRisk returned",
      "fraud → intake by return",
      "intake → disputes",
      "blockCard?",
      "awaitingApproval",
    ]);
    expect(session.state.conversation.at(0)).toMatchObject({ text: "Somebody used my card •••• 9010: code 4711" });
    for (const { messages } of model.requests) expect(JSON.stringify(messages)).not.toContain("4000 1234");
    expect(await told(session.approve())).toEqual([
      "blockCard returned",
      "disputes → officer by route",
      "awaitingOperator",
    ]);
  });

  test("ends with a typed result, and only where it may", async () => {
    const { session, model } = await openStory(dispute, [
      ...assessed,
      call("fileDispute", { transaction: "T-88", amount: 64 }),
      "We will refund you tomorrow.",
      "Your dispute is filed.",
      "Anything else?",
      endConversation({ resolved: true }),
    ]);
    expect(await told(session.send("4711: somebody bought something for 64 euros"))).toEqual([
      "identify returned",
      "intake → fraud",
      "rateRisk returned",
      "fraud → intake by return",
      "intake → disputes",
      "fileDispute returned",
      "guardrail promises tripped",
      "disputes: Your dispute is filed.",
      "disputes → closing by afterReply",
      "closing: Anything else?",
      "awaitingUser",
    ]);
    expect(offered(model)).toEqual(["ask_user", "end_conversation"]);
    expect(await told(session.send("No, thanks."))).toEqual(["completed"]);
    expect(session.state).toMatchObject({ outcome: "closed", result: { resolved: true } });
  });
});
