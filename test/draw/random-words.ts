import fc from "fast-check";
import type { Guard } from "../../src/graph/guard.ts";

/** The variables of random graphs. */
export interface Values {
  readonly verified: boolean;
  readonly plan: "free" | "pro";
  readonly amount: number;
  readonly note: string;
}

/** Names and texts that mean something to Mermaid, Markdown, HTML or a terminal. */
const hostile = [
  "end",
  "graph",
  "default",
  "class",
  "style",
  "o",
  "1. x",
  "- x",
  "a b",
  "a_b",
  "_a_",
  'say "hi"',
  "<b>",
  "#35;",
  "style: #a;",
  "classDef x:#a;",
  "%%{init}%%",
  "`code`",
  "*a*",
  "$$x$$",
  "a|b",
  "[a]",
  "{a}",
  "(a)",
  "a\\b",
  "é → ≤",
  "&amp;",
  "constructor",
];

/** The name of anything. */
export const randomName: fc.Arbitrary<string> = fc.constantFrom(...hostile);

/** A guard of every kind. */
export const randomGuard: fc.Arbitrary<Guard<Values>> = fc.letrec<{ guard: Guard<Values> }>((tie) => ({
  guard: fc.oneof(
    { maxDepth: 2 },
    fc.constant({ verified: true }),
    fc.constant({}),
    fc.constant<Guard<Values>>({ plan: ["free", "pro"] }),
    fc.constant<Guard<Values>>({ plan: { not: "pro" }, amount: { atMost: 500, moreThan: 3 } }),
    randomName.map((note) => ({ note })),
    fc.constant<Guard<Values>>({ predicate: { name: "isRich", reads: ["amount"], test: ({ amount }) => amount > 9 } }),
    fc.record({ any: fc.array(tie("guard"), { maxLength: 3 }) }),
    fc.record({ all: fc.array(tie("guard"), { maxLength: 2 }) }),
    fc.record({ not: tie("guard") }),
  ),
})).guard;
