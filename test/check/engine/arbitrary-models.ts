import fc from "fast-check";
import {
  add,
  all,
  always,
  any,
  clamp,
  conditional,
  eq,
  less,
  not,
  oneOf,
  subtract,
  termOf,
} from "../../../src/check/engine/build-expression.ts";
import type { Predicate, Term } from "../../../src/check/engine/expression.ts";
import { type Command, type Field, type Model, type Owner, owners } from "../../../src/check/engine/model.ts";
import { type Event, eventOf, type Property } from "../../../src/check/engine/property.ts";

/** Small models: up to 5 fields of 1 to 4 values, up to 12 commands, random expressions, all owners. */
export const models: fc.Arbitrary<Model> = fc
  .array(fc.record({ size: fc.constantFrom(2, 2, 3, 3, 4, 1), start: fc.nat(3) }), {
    minLength: 1,
    maxLength: 5,
    size: "max",
  })
  .map((drawn) => drawn.map(({ size, start }, index): Field => ({ name: `x${index}`, size, initial: start % size })))
  .chain((fields) =>
    fc.record({
      fields: fc.constant(fields),
      commands: fc.array(commandFor(fields), { minLength: 1, maxLength: 12, size: "max" }),
      locations: fc.subarray(
        fields.map(({ name }) => name),
        { maxLength: Math.min(fields.length, 2) },
      ),
    }),
  )
  .map(({ fields, commands, locations }) => ({
    fields,
    locations,
    commands: commands.map((command, index) => ({ ...command, name: `c${index}` })),
  }));

/** Random predicates over some fields; most of them speak of one or two. */
export function predicateFor(fields: readonly Field[]): fc.Arbitrary<Predicate> {
  const atom = atomFor(fields);
  return fc.oneof(
    { weight: 5, arbitrary: atom },
    { weight: 2, arbitrary: fc.array(atom, { maxLength: 3 }).map((parts) => all(...parts)) },
    { weight: 2, arbitrary: fc.array(atom, { maxLength: 3 }).map((parts) => any(...parts)) },
    {
      weight: 1,
      arbitrary: fc.array(atom, { minLength: 2, maxLength: 2 }).map((parts) => not(all(...parts))),
    },
  );
}

/** Random sets of transitions. */
export function eventFor({ fields, commands }: Model): fc.Arbitrary<Event> {
  const chosen = fc.subarray([...commands.keys()], { minLength: 1, maxLength: Math.min(commands.length, 4) });
  return fc
    .record({ chosen, when: fc.option(predicateFor(fields), { freq: 1 }) })
    .map(({ chosen: positions, when }) =>
      when === null ? { kind: "event", commands: positions } : { kind: "event", commands: positions, when },
    );
}

/** One random property of each kind, named after it. */
export function propertiesFor(model: Model): fc.Arbitrary<readonly Property[]> {
  const predicate = predicateFor(model.fields);
  const event = eventFor(model);
  const what = fc.oneof<fc.Arbitrary<Predicate | Event>[]>(predicate, event);
  const side = fc.subarray([...owners], { minLength: 1 });
  // All commands of some owners: else hardly anything that is required comes first.
  const broad = side.map((chosen) => eventOf(model, ({ owner }) => chosen.includes(owner)));
  const reset = fc
    // Few periods that end: else hardly anything happens twice in one.
    .tuple(fc.option(event), fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: event }))
    .map(([begin, end]) => ({ ...(begin === null ? {} : { reset: begin }), ...(end === null ? {} : { until: end }) }));
  const fairness = fc
    .tuple(fc.nat(3), fc.array(fc.nat(2), { minLength: owners.length, maxLength: owners.length }))
    .map(([level, kinds]) => {
      const drawn = owners.map((owner, index) => ({ owner, kind: level === 0 ? 0 : (kinds[index] ?? 0) }));
      const those = (kind: number): Owner[] => drawn.flatMap((entry) => (entry.kind === kind ? [entry.owner] : []));
      // Few strong ones: the reference tries each subset of their units.
      return { weak: those(1), strong: those(2).slice(0, 2) };
    });
  const unchosen = fc
    .option(fc.subarray([...model.commands.keys()], { maxLength: Math.min(2, model.commands.length) }))
    .map((chosenByNone) => (chosenByNone === null ? {} : { chosenByNone }));
  return fc
    .tuple(
      fc.record({ kind: fc.constant("always" as const), holds: predicate }),
      fc.record({ kind: fc.constant("never" as const), what }),
      fc.record({ kind: fc.constant("at" as const), event, holds: predicate }),
      fc.record({ kind: fc.constant("reachable" as const), what }),
      fc
        .tuple(fc.record({ kind: fc.constant("before" as const), required: fc.oneof(event, broad), event }), reset)
        .map(merge),
      fc.tuple(fc.record({ kind: fc.constant("atMost" as const), event, count: fc.nat(3) }), reset).map(merge),
      fc.tuple(fc.record({ kind: fc.constant("worst" as const), event }), reset).map(merge),
      fc
        .tuple(fc.record({ kind: fc.constant("leadsTo" as const), trigger: predicate, response: predicate }), fairness)
        .map(merge),
      fc.tuple(fc.record({ kind: fc.constant("eventually" as const), response: predicate }), fairness).map(merge),
      fc.tuple(fc.record({ kind: fc.constant("canAlways" as const), goal: predicate }), unchosen).map(merge),
      fc
        .tuple(
          fc.record({ kind: fc.constant("canForce" as const), goal: predicate, owners: side, diligent: side }),
          unchosen,
        )
        .map(merge),
      refinementFor(model),
    )
    .map((drawn) => drawn.map((property): Property => ({ name: property.kind, ...property })));
}

function merge<One, Other>([one, other]: [One, Other]): One & Other {
  return { ...one, ...other };
}

/** An old model that is the same but for some commands, which are gone, internal or named otherwise. */
function refinementFor(model: Model) {
  const label = fc.constantFrom(null, "a", "b", "c");
  return fc
    .record({
      labels: fc.array(label, { minLength: model.commands.length, maxLength: model.commands.length }),
      kept: fc.array(fc.nat(5), { minLength: model.commands.length, maxLength: model.commands.length }),
      others: fc.array(fc.tuple(commandFor(model.fields), label), { maxLength: 3 }),
    })
    .map(({ labels, kept, others }) => {
      const positions = [...model.commands.keys()].filter((index) => (kept[index] ?? 0) > 0);
      const commands = [
        ...positions.flatMap((index) => model.commands[index] ?? []),
        ...others.map(([command]) => command),
      ];
      const oldLabels = [...positions.map((index) => labels[index] ?? null), ...others.map(([, name]) => name)];
      return { kind: "refines" as const, old: { ...model, commands }, labels, oldLabels };
    });
}

function atomFor(fields: readonly Field[]): fc.Arbitrary<Predicate> {
  const name = fc.constantFrom(...fields.map((field) => field.name));
  const small = fc.integer({ min: 0, max: 2 });
  return fc.oneof(
    { weight: 5, arbitrary: fc.tuple(name, small).map(([field, value]) => eq(field, value)) },
    { weight: 1, arbitrary: fc.tuple(name, fc.integer({ min: -1, max: 5 })).map(([field, value]) => eq(value, field)) },
    { weight: 4, arbitrary: fc.tuple(name, small).map(([field, value]) => not(eq(field, value))) },
    { weight: 2, arbitrary: fc.tuple(name, small).map(([field, value]) => less(field, value + 1)) },
    { weight: 1, arbitrary: fc.tuple(small, name).map(([value, field]) => less(value, field)) },
    { weight: 1, arbitrary: fc.tuple(name, name).map(([one, other]) => eq(one, other)) },
    { weight: 1, arbitrary: fc.tuple(name, name, small).map(([one, other, most]) => less(add(one, other), most + 1)) },
    {
      weight: 1,
      arbitrary: fc.tuple(name, fc.subarray([-1, 0, 1, 2, 3, 40])).map(([field, set]) => oneOf(field, set)),
    },
  );
}

function commandFor(fields: readonly Field[]): fc.Arbitrary<Command> {
  const guard = fc.oneof(
    { weight: 6, arbitrary: atomFor(fields) },
    { weight: 3, arbitrary: fc.array(atomFor(fields), { minLength: 2, maxLength: 3 }).map((parts) => all(...parts)) },
    {
      weight: 1,
      arbitrary: fc.array(atomFor(fields), { minLength: 1, maxLength: 2 }).map((parts) => any(...parts)),
    },
    { weight: 2, arbitrary: fc.constant(always) },
  );
  const updates = fc
    .subarray([...fields], { minLength: 1, maxLength: Math.min(fields.length, 3) })
    .chain((changed) =>
      fc.tuple(...changed.map((field) => termFor(fields, field).map((value) => ({ field: field.name, value })))),
    );
  return fc
    .record({ owner: fc.constantFrom(...owners), guard, updates, group: fc.constantFrom(null, null, 0, 1) })
    .map(({ group, ...command }) => (group === null ? { name: "c", ...command } : { name: "c", ...command, group }));
}

function termFor(fields: readonly Field[], { name, size }: Field): fc.Arbitrary<Term> {
  const other = fc.constantFrom(...fields.map((field) => field.name));
  const within = (term: Term): Term => clamp(term, 0, size - 1);
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.nat(size - 1).map((value) => termOf(value)) },
    { weight: 2, arbitrary: fc.constant(within(add(name, 1))) },
    { weight: 1, arbitrary: fc.constant(within(subtract(name, 1))) },
    // Round and round: fits wherever it is taken, which the bounds alone do not show.
    { weight: 2, arbitrary: fc.constant(conditional(eq(name, size - 1), 0, add(name, 1))) },
    { weight: 1, arbitrary: other.map((field) => within(termOf(field))) },
    { weight: 1, arbitrary: fc.tuple(other, other).map(([one, two]) => within(subtract(add(one, two), 1))) },
  );
  return fc.oneof(
    { weight: 4, arbitrary: step },
    {
      weight: 1,
      arbitrary: fc.tuple(atomFor(fields), step, step).map(([condition, one, two]) => conditional(condition, one, two)),
    },
  );
}
