import { expect, test } from "vitest";
import { call } from "../../../src/testing/index.ts";
import { minutePasses, richChat } from "./rich-chat.ts";

const pay = (amount: number) => call("pay", { amount });

test("`a` allows a tool from now on, `s` the same arguments", async () => {
  const always = await richChat([pay(1), pay(2), "Paid."], ["go", "a", "/state"]);
  expect(always.written.match(/allow\?/g)).toHaveLength(1);
  expect(always.written).toContain("  decided  pay granted\n");
  const same = await richChat([pay(1), pay(1), pay(2), "Paid."], ["go", "s", "y", "/state"]);
  expect(same.written.match(/allow\?/g)).toHaveLength(2);
  expect(same.written).toContain("  decided  pay (with the same arguments) granted\n");
});

test("`e` puts other arguments in the place of the model's, when they fit", async () => {
  const { written } = await richChat([pay(100), "Paid."], ["go", 'e {"amount":"x"}', "e 20", 'e {"amount":20}']);
  expect(written).toContain('✗ The arguments of call "1.0" do not fit: amount:');
  expect(written).toContain('✗ The arguments of call "1.0" must be an object.');
  expect(written).toContain('  ⚙ pay  {"amount":20}\n  ✓ pay  {"paid":20}\nclerk › Paid.');
});

test("what is no answer lists the answers, and decides nothing", async () => {
  const { written, session } = await richChat([pay(1)], ["go", "perhaps", "y but less", "e {amount}"]);
  for (const usage of ["y ", "n [REASON]", "a ", "s ", "e {JSON}", "/stop"]) expect(written).toContain(`  ${usage}`);
  expect(written).toContain("Nothing was decided: only n takes a reason");
  expect(written).toContain("must be the arguments as JSON");
  expect(written.match(/\? clerk wants pay/g)).toHaveLength(4);
  expect(session.state.status).toBe("awaitingApproval");
});

test("the time that is left is shown; when it passes, that is told, and the chat goes on", async () => {
  const { written } = await richChat([call("blink"), "Too late.", "Bye."], ["go", minutePasses, "well"]);
  expect(written).toContain(
    [
      "  ? clerk wants blink",
      "  allow? [y/n/a/s/e] (1 min left) › ",
      "  ■ Nobody decided in time.",
      "  ✗ blink · denied  A person did not allow this call: nobody decided in time.",
      "clerk › Too late.",
      "",
      "you › well",
      "clerk › Bye.",
    ].join("\n"),
  );
});

test("when one of several calls expires, the others are asked about still", async () => {
  const { written } = await richChat(
    [{ calls: [call("blink"), pay(1)] }, "Paid."],
    ["go", minutePasses, "y", "and now?"],
  );
  expect(written).toMatch(/Nobody decided in time\.\n.*\n {2}\? clerk wants pay\n.*\n.*› y\n.*\n.*\nclerk › Paid\./);
});

test("a call expires while the reason of its denial is asked for", async () => {
  const { written } = await richChat([call("blink"), "Too late."], ["go", "n", minutePasses]);
  expect(written).toMatch(/why\? .*› \n {2}■ Nobody decided in time\.\n.*\nclerk › Too late\./);
});
