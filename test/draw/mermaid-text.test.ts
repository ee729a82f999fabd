import { describe, expect, test } from "vitest";
import { mermaidLine, mermaidNames, mermaidText } from "../../src/draw/mermaid-text.ts";

describe("mermaidText", () => {
  test.each([
    ["plain words, {braces} and [brackets]", "plain words, {braces} and [brackets]"],
    ['say "hi"', "say #34;hi#34;"],
    ["amount > 100", "amount #62; 100"],
    ["issue_refund", "issue_refund"],
    ["_emphasis_", "#95;emphasis#95;"],
    ["1. item", "1#46; item"],
    ["- item", "#45; item"],
    ["%%{init}%%", "#37;#37;{init}#37;#37;"],
    ["$5 and $$x$$", "$5 and ＄$x＄$"],
    ["two\n lines", "two lines"],
  ])("%j is written %j", (text, written) => {
    expect(mermaidText(text)).toBe(written);
  });
});

describe("mermaidLine", () => {
  test.each([
    ["handoff.a [amount < 3]", "handoff.a [amount < 3]"],
    ["a: b; #c", "a： b； ＃c"],
    ["<b>", "＜b>"],
  ])("%j is written %j", (text, written) => {
    expect(mermaidLine(text)).toBe(written);
  });
});

test("mermaidNames gives each name a node name of its own", () => {
  expect([...mermaidNames("agent", ["end", "a b", "a_b", "a-b"]).values()]).toEqual([
    "agent_end",
    "agent_a_b",
    "agent_a_b_2",
    "agent_a_b_3",
  ]);
});
