import fc from "fast-check";
import { expect, test } from "vitest";
import type { Message } from "../../../src/graph/message.ts";
import { balanced } from "../../../src/runtime/view/balanced.ts";
import { imbalance } from "../../machine/balance.ts";
import { conversations, lines, reply, talk, user } from "./conversations.ts";

const called = reply(1, { agent: "bob", text: "b", calls: ["tool", "handoff"] });

test("what is balanced stays as it is", () => {
  const property = fc.property(conversations, (messages) => {
    expect(balanced(messages)).toEqual(messages);
  });
  fc.assert(property);
});

test("whatever is left out, moved or doubled, the rest is balanced", () => {
  const places = fc.array(fc.nat(40), { maxLength: 40 });
  const property = fc.property(conversations, places, (messages, chosen) => {
    expect(imbalance(balanced(chosen.flatMap((place) => messages[place] ?? [])))).toBeNull();
  });
  fc.assert(property);
});

test("results are put in the order of their calls", () => {
  const [message, first, second] = called;
  expect(lines(balanced([message, second, first].filter((one) => one !== undefined)))).toEqual(lines(called));
});

test("a message of which nothing is left is dropped, one that never had anything is not", () => {
  const only = talk({ agent: "bob", calls: ["tool"] }).slice(0, 1);
  const empty: Message = { role: "assistant", agent: "bob", turn: 2, text: "", calls: [] };
  expect(balanced([...only, empty])).toEqual([empty]);
});

test("a result counts right behind its call only", () => {
  const [message, ...results] = called;
  expect(lines(balanced(message === undefined ? [] : [message, user("x"), ...results]))).toEqual(["bob b", "user x"]);
});

test("the first of two results of a call is kept", () => {
  const [message, first] = reply(1, { agent: "bob", calls: ["tool"] });
  if (message === undefined || first?.role !== "tool") return expect.unreachable();
  expect(balanced([message, first, { ...first, output: "another" }])).toEqual([message, first]);
});

test("the second of two equal calls is taken out", () => {
  expect(lines(balanced([...called, ...called]))).toEqual([...lines(called), "bob b"]);
});
