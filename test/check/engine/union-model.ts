import { all, eq, termOf } from "../../../src/check/engine/build-expression.ts";
import type { Expression, Predicate, Term } from "../../../src/check/engine/expression.ts";
import type { Command, Model } from "../../../src/check/engine/model.ts";

/** Many models as one, so that an oracle is compiled once: the first step chooses which of them runs. */
export interface UnionModel {
  readonly model: Model;
  /** A predicate of one of the models, in the terms of the union, which holds where that model does not run. */
  readonly whileRunning: (member: number, predicate: Predicate) => Predicate;
  /** A predicate of one of the models, in the terms of the union. */
  readonly inMember: (member: number, predicate: Predicate) => Predicate;
  /** The position in the union of a member's command. */
  readonly commandAt: (member: number, command: number) => number;
}

const which = "which";

export function uniteModels(members: readonly Model[]): UnionModel {
  const running = (member: number): Predicate => eq(which, member + 1);
  const inMember = (member: number, predicate: Predicate): Predicate =>
    all(running(member), renamed(predicate, `m${member}_`));
  const choices = members.map(
    (_, member): Command => ({
      name: `choose ${member}`,
      owner: "operator",
      guard: eq(which, 0),
      updates: [{ field: which, value: termOf(member + 1) }],
    }),
  );
  const moves = members.flatMap(({ commands }, member) =>
    commands.map((command) => ({
      ...command,
      guard: inMember(member, command.guard),
      updates: command.updates.map(({ field, value }) => ({
        field: `m${member}_${field}`,
        value: renamed(value, `m${member}_`),
      })),
    })),
  );
  const begins = members.map((_, member) =>
    members.slice(0, member).reduce((sum, { commands }) => sum + commands.length, choices.length),
  );
  return {
    model: {
      fields: [
        { name: which, size: members.length + 1, initial: 0 },
        ...members.flatMap(({ fields }, member) =>
          fields.map((field) => ({ ...field, name: `m${member}_${field.name}` })),
        ),
      ],
      commands: [...choices, ...moves],
      locations: [which],
    },
    inMember,
    whileRunning: (member, predicate) => ({
      kind: "or",
      parts: [{ kind: "not", part: running(member) }, renamed(predicate, `m${member}_`)],
    }),
    commandAt: (member, command) => (begins[member] ?? 0) + command,
  };
}

function renamed<Kind extends Predicate | Term>(expression: Kind, prefix: string): Kind;
function renamed(expression: Expression, prefix: string): Expression {
  switch (expression.kind) {
    case "constant":
    case "truth":
      return expression;
    case "field":
    case "oneOf":
      return { ...expression, field: `${prefix}${expression.field}` };
    case "add":
    case "subtract":
    case "equal":
    case "less":
      return { ...expression, left: renamed(expression.left, prefix), right: renamed(expression.right, prefix) };
    case "clamp":
      return { ...expression, term: renamed(expression.term, prefix) };
    case "conditional":
      return {
        ...expression,
        condition: renamed(expression.condition, prefix),
        whenTrue: renamed(expression.whenTrue, prefix),
        whenFalse: renamed(expression.whenFalse, prefix),
      };
    case "and":
    case "or":
      return { ...expression, parts: expression.parts.map((part) => renamed(part, prefix)) };
    case "not":
      return { ...expression, part: renamed(expression.part, prefix) };
  }
}
