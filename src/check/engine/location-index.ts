import { all, always, isNever, never } from "./build-expression.ts";
import { conjunctsOf, type Predicate, type Term } from "./expression.ts";
import type { Layout, Slot } from "./layout.ts";
import type { Command, Model } from "./model.ts";

/** A command, and what is left of its guard where the index has seen to the location. */
export interface IndexedCommand {
  /** The command's position in the model. */
  readonly index: number;
  readonly command: Command;
  readonly guard: Predicate;
}

/** The commands that are tried where the location fields have certain values, in the order of the model. */
export type Bucket = readonly IndexedCommand[];

/**
 * Which commands are tried in which state. A state's commands are tried bucket by bucket: those that fix both locations,
 * then those that fix the first, then the second, then the rest; in a bucket in the order of the model. Both engines keep
 * this order, so they number the states alike.
 */
export interface LocationIndex {
  readonly locations: readonly Slot[];
  /** In the order in which they are tried. */
  readonly families: readonly BucketFamily[];
  /** No state has more transitions. */
  readonly mostTransitions: number;
}

/** The buckets that fix the same location fields: a state meets at most one of them. */
export interface BucketFamily {
  /** Positions in {@link LocationIndex.locations}. */
  readonly fixes: readonly number[];
  /** By {@link bucketNumber}: the bucket, or null where no command is. */
  readonly buckets: readonly (Bucket | null)[];
}

/** Sorts the commands of a model by the locations that their guards fix. */
export function indexByLocation(model: Model, layout: Layout): LocationIndex {
  const locations = (model.locations ?? []).map(layout.slotOf);
  const spotOf = spotter(locations);
  const byFamily = new Map<number, (IndexedCommand[] | null)[]>();
  for (const [index, command] of model.commands.entries()) {
    const { family, number, guard } = spotOf(command);
    // What folds to false is never tried: the updates need not be built.
    if (isNever(guard)) continue;
    const buckets = byFamily.get(family) ?? emptyFamily(family, locations);
    byFamily.set(family, buckets);
    const bucket = buckets[number] ?? [];
    bucket.push({ index, command, guard });
    buckets[number] = bucket;
  }
  const families = [[0, 1], [0], [1], []].flatMap((fixes) => {
    const buckets = byFamily.get(fixes.reduce((bits, position) => bits | (1 << position), 0));
    return buckets === undefined ? [] : [{ fixes, buckets }];
  });
  const mostTransitions = families.reduce((sum, { buckets }) => sum + longest(buckets), 0);
  return { locations, families, mostTransitions };
}

/** The position of a bucket in its family, from the values of the location fields that the family fixes. */
export function bucketNumber(values: readonly number[], sizes: readonly number[]): number {
  return values.reduce((number, value, position) => number * (sizes[position] ?? 1) + value, 0);
}

/** Where a command is tried. */
interface Spot {
  /** Which locations its guard fixes: a bit for each. */
  readonly family: number;
  /** As {@link bucketNumber} counts. */
  readonly number: number;
  /** What is left of the guard. */
  readonly guard: Predicate;
}

/** Makes what takes from a command's guard what it says about the locations: the first that it says of each. */
function spotter(locations: readonly Slot[]): (command: Command) => Spot {
  const positionByField = new Map(locations.map(({ field }, position) => [field.name, position]));
  const sizes = locations.map(({ field }) => field.size);
  const values = locations.map(() => 0); // of the command at hand, where its family says so
  return ({ guard }) => {
    const rest: Predicate[] = [];
    let family = 0;
    for (const part of conjunctsOf(guard)) {
      const fixing = isFixing(part) ? part : null;
      const position = fixing === null ? undefined : positionByField.get(fixing.left.field);
      if (fixing === null || position === undefined || (family & (1 << position)) !== 0) {
        rest.push(part);
        continue;
      }
      const { value } = fixing.right;
      if (value < 0 || value >= (sizes[position] ?? 0)) return { family: 0, number: 0, guard: never };
      family |= 1 << position;
      values[position] = value;
    }
    let number = 0; // as bucketNumber has it, without a list: this is done for every command
    for (let position = 0; position < sizes.length; position++) {
      if ((family & (1 << position)) !== 0) number = number * (sizes[position] ?? 1) + (values[position] ?? 0);
    }
    // A part that many commands share stays the same one, so that it is written once.
    return { family, number, guard: rest.length === 1 ? (rest[0] ?? always) : all(...rest) };
  };
}

/** A predicate that fixes a field to a value. */
interface Fixing {
  readonly kind: "equal";
  readonly left: Extract<Term, { kind: "field" }>;
  readonly right: Extract<Term, { kind: "constant" }>;
}

function isFixing(part: Predicate): part is Fixing {
  return part.kind === "equal" && part.left.kind === "field" && part.right.kind === "constant";
}

function emptyFamily(family: number, locations: readonly Slot[]): (IndexedCommand[] | null)[] {
  const fixed = locations.filter((_, position) => (family & (1 << position)) !== 0);
  return new Array(fixed.reduce((product, { field }) => product * field.size, 1)).fill(null);
}

function longest(buckets: readonly (Bucket | null)[]): number {
  return buckets.reduce((most, bucket) => Math.max(most, bucket?.length ?? 0), 0);
}
