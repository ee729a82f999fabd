import { propertiesOf } from "handoff-machine";
import { type FlowMatchers, flowMatchers } from "handoff-machine/testing";
import { expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { bypassDesk } from "../check/desks.ts";
import { withHandoff } from "../check/variants.ts";

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends FlowMatchers<R> {}
}

expect.extend(flowMatchers);

const verified = { variables: { verified: true } } as const;
const { at } = propertiesOf(bypassDesk);
const paidVerified = at("verified when a refund is paid", { runs: "refund" }, verified);

test("a graph on which a property holds, and one on which it does not: the message is the conversation", () => {
  expect(supportDesk).toHold();
  expect(supportDesk).toHold(propertiesOf(supportDesk).at("verified", { runs: "issueRefund" }, verified));
  expect(bypassDesk).not.toHold(paidVerified);
  expect(() => expect(bypassDesk).toHold(paidVerified)).toThrow(
    /^VIOLATED {2}verified when a refund is paid[\s\S]* supervisor {2}hands off to refunds/,
  );
  expect(() => expect(supportDesk).not.toHold()).toThrow('On "support-desk" what every graph is asked holds');
});

test("a graph that refines an old one, and one that admits more", () => {
  const looser = withHandoff(supportDesk, ["billing", "refunds"], { guard: null });
  expect(supportDesk).toRefine(looser);
  expect(looser).not.toRefine(supportDesk);
  expect(() => expect(looser).toRefine(supportDesk)).toThrow(
    "+ billing hands off to refunds  was impossible as step 5 here",
  );
});
