import { checkRefinement, formatRefinement } from "handoff-machine";
import { expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { withTool } from "./variants.ts";

const always = withTool(supportDesk, "issueRefund", { approval: { kind: "always" } });
const never = withTool(supportDesk, "issueRefund", { approval: { kind: "never" } });

test("what the conversation above begins with as well is told once", () => {
  const text = formatRefinement(checkRefinement(never, always));
  expect(text.match(/says something/g)).toHaveLength(1);
  expect(text).toMatch(
    /^\+ issueRefund fails at refunds.* was impossible as step 6 here\n {4}1 to 5 as above\n {2}› 6 {2}tool/m,
  );
});

test("what is possible no more says where", () => {
  expect(formatRefinement(checkRefinement(never, always))).toMatch(
    /^− a person allows issueRefund at refunds {2}is possible no more as step \d of a conversation$/m,
  );
});
