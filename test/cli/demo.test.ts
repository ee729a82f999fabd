import { expect, test } from "vitest";
import { runCli, startCli } from "./start-cli.ts";

test.concurrent("a conversation with two handoffs, a refused one and an approval", async () => {
  const { code, stdout, stderr } = await runCli(["demo", "--fast"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  for (const part of [
    "✗ triage → refunds · refused",
    "(verified is false)",
    "⇒ triage → refunds · verified",
    '  ? refunds wants issueRefund\n    {"orderId":"A-1042","amount":129}\n  allow? [y/n/a/s/e] › y\n',
    "✓ issueRefund",
    "⇒ refunds → triage",
    "triage → refunds → triage",
    "2 made, 1 refused by the machine",
    "9 of the model, over HTTP · 3 of tools · 1 allowed by a person",
    "exactly this state ✓",
    "npm run handoff -- draw machines/support-desk.ts",
  ]) {
    expect(stdout).toContain(part);
  }
});

test.concurrent("a person can decide", async () => {
  const cli = startCli(["demo", "--fast", "--interactive"]);
  cli.say("n that is too much");
  const { code, stdout } = await cli.finished;
  expect(code).toBe(0);
  expect(stdout).toContain("A person did not allow this call: that is too much.");
  expect(stdout).toContain("I may not pay that back on my own.");
  expect(stdout).toContain("1 denied by a person");
  expect(stdout).toContain("you › I see. I will wait for that.");
  expect(stdout).not.toContain("Great, thank you!");
});
