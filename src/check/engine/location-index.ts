import { all, isNever, never } from "./build-expression.ts";
import { conjunctsOf, type Predicate } from "./expression.ts";
import type { Layout, Slot } from "./layout.ts";
import type { Command, Model } from "./model.ts";

/** A command, and what is left of its guard where the index has seen to the location. */
export interface IndexedCommand {
  /** The command's position in the model. */
  readonly index: number;
  readonly command: Command;
  readonly guard: Predicate;
}

/** The commands that are tried where the location fields have certain values. */
export interface Bucket {
  /** By the position in {@link LocationIndex.locations}: the value, or null where it does not matter. */
  readonly at: readonly (number | null)[];
  readonly commands: readonly IndexedCommand[];
}

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
  const placeOf = placer(locations);
  const placed = model.commands.map((command, index) => ({ command, index, ...placeOf(command) }));
  // A guard that folds to false is never tried: the updates need not be built.
  const members = Map.groupBy(placed, ({ at, guard }) => (isNever(guard) ? null : familyNumber(at)));
  const families = [[0, 1], [0], [1], []].flatMap((fixes) => {
    const own = members.get(fixes.reduce((number, position) => number + 2 ** position, 0));
    return own === undefined ? [] : [familyOf(fixes, { members: own, locations })];
  });
  const mostTransitions = families.reduce((sum, { buckets }) => sum + longest(buckets), 0);
  return { locations, families, mostTransitions };
}

/** The position of a bucket in its family, from the values of the location fields that the family fixes. */
export function bucketNumber(values: readonly number[], sizes: readonly number[]): number {
  return values.reduce((number, value, position) => number * (sizes[position] ?? 1) + value, 0);
}

/** Which locations are fixed, as one number: a bit for each. */
function familyNumber(at: Bucket["at"]): number {
  return at.reduce<number>((number, value, position) => (value === null ? number : number + 2 ** position), 0);
}

type Placed = IndexedCommand & Pick<Bucket, "at">;

/** Makes what takes from a command's guard what it says about the locations: the first that it says of each. */
function placer(locations: readonly Slot[]): (command: Command) => Pick<Placed, "guard" | "at"> {
  const positionByField = new Map(locations.map(({ field }, position) => [field.name, position]));
  const nowhere = locations.map((): number | null => null);
  return ({ guard }) => {
    const at = [...nowhere];
    let isPossible = true;
    const rest = conjunctsOf(guard).filter((part) => {
      if (part.kind !== "equal" || part.left.kind !== "field" || part.right.kind !== "constant") return true;
      const position = positionByField.get(part.left.field) ?? -1;
      const { value } = part.right;
      if (at[position] !== null) return true;
      at[position] = value;
      isPossible &&= value >= 0 && value < (locations[position]?.field.size ?? 0);
      return false;
    });
    if (!isPossible) return { guard: never, at };
    const [only] = rest;
    // A part that many commands share stays the same one, so that it is written once.
    return { guard: rest.length === 1 && only !== undefined ? only : all(...rest), at };
  };
}

function familyOf(
  fixes: readonly number[],
  { members, locations }: { readonly members: readonly Placed[]; readonly locations: readonly Slot[] },
): BucketFamily {
  const sizes = fixes.map((position) => locations[position]?.field.size ?? 1);
  const lists = new Map<number, Placed[]>();
  for (const member of members) {
    const number = bucketNumber(
      fixes.map((position) => member.at[position] ?? 0),
      sizes,
    );
    const list = lists.get(number);
    if (list === undefined) lists.set(number, [member]);
    else list.push(member);
  }
  const length = sizes.reduce((product, size) => product * size, 1);
  const buckets = new Array<Bucket | null>(length).fill(null);
  for (const [number, commands] of lists) buckets[number] = { at: commands[0]?.at ?? [], commands };
  return { fixes, buckets };
}

function longest(buckets: readonly (Bucket | null)[]): number {
  return buckets.reduce((most, bucket) => Math.max(most, bucket?.commands.length ?? 0), 0);
}
