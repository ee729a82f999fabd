import { expect, test } from "vitest";
import { supportDesk } from "../../../machines/support-desk.ts";
import { spending } from "../../../src/cli/run/spending.ts";
import { richDesk } from "../fixtures/rich-desk.ts";

const usage = { inputTokens: 12_345, outputTokens: 6 };

test("tokens, and a cost where the graph has prices", () => {
  expect(spending(supportDesk, { usage, cost: 0 })).toBe("12,345 tokens in, 6 out");
  expect(spending(richDesk, { usage, cost: 0 })).toBe("12,345 tokens in, 6 out · cost 0");
  expect(spending(richDesk, { usage, cost: 0.000123456 })).toBe("12,345 tokens in, 6 out · cost 0.000123");
  expect(spending(richDesk, { usage, cost: 12.3456 })).toBe("12,345 tokens in, 6 out · cost 12.35");
});
