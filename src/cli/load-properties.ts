import type { GraphProperty } from "../check/graph-property.ts";
import { UsageError } from "../errors.ts";
import { isRecord } from "../json.ts";
import { didYouMean, suggestName } from "../suggest-name.ts";
import { type GraphModule, graphsIn } from "./load-graph.ts";

/**
 * The properties that a module exports for one of its graphs: `<graph>Properties`, and `properties` where the module has
 * no other graph. None is left out in silence: properties whose graph is not clear are an error.
 *
 * @throws {UsageError} `bad_option` when such an export is no list of properties, or another
 *   export has properties that are in none.
 */
export function propertiesIn(module: GraphModule): readonly GraphProperty[] {
  const { exports, graph, file } = module;
  const graphs = graphsIn(exports);
  refuseStray(module);
  const isAlone = graphs.every(([, one]) => one === graph);
  if (!isAlone && Object.hasOwn(exports, shared)) throw unclear(module);
  return propertyExports(module).flatMap((name) => listOf(exports[name], { file, name }));
}

/** The names under which a module exports properties of its graph. */
export function propertyExports({ exports, graph }: GraphModule): readonly string[] {
  const own = graphsIn(exports).flatMap(([name, one]) => (one === graph ? [`${name}${ending}`] : []));
  return [...own, shared].filter((name) => Object.hasOwn(exports, name));
}

const shared = "properties";
const ending = "Properties";

/** Looks at no more than the shape: what a property says is judged where it is checked. */
function listOf(value: unknown, { file, name }: { readonly file: string; readonly name: string }): GraphProperty[] {
  if (isList(value)) return [...value];
  throw new UsageError("bad_option", {
    message: `The export ${name} of ${file} is no list of properties.`,
    hint: `Export what the makers give: const { never } = propertiesOf(desk); export const ${name} = [never("…", { … })].`,
  });
}

function isList(value: unknown): value is readonly GraphProperty[] {
  return (
    Array.isArray(value) &&
    value.every((one) => isRecord(one) && typeof one.name === "string" && typeof one.kind === "string")
  );
}

/**
 * A property under another name would be left unchecked. What is exported besides and stands in a list that is checked, as
 * a part of it, may have any name.
 */
function refuseStray({ exports, file }: GraphModule): void {
  const names = [...graphsIn(exports).map(([name]) => `${name}${ending}`), shared];
  const checked = new Set(names.flatMap((name) => propertiesOfExport(exports[name])));
  const stray = Object.entries(exports).find(([, value]) => propertiesOfExport(value).some((one) => !checked.has(one)));
  if (stray === undefined) return;
  throw new UsageError("bad_option", {
    message: `${file} exports properties as ${stray[0]}, which is no name that properties are looked for under.`,
    hint: didYouMean(suggestName(stray[0], names), `Name it ${names.join(" or ")}, or put it into that list.`),
  });
}

/** The properties that an export consists of: one, or nothing but such in a list or by name. */
function propertiesOfExport(value: unknown): readonly unknown[] {
  if (isProperty(value)) return [value];
  const parts = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
  return parts.every(isProperty) ? parts : [];
}

function isProperty(value: unknown): boolean {
  if (!isRecord(value) || typeof value.name !== "string" || typeof value.kind !== "string") return false;
  return Object.hasOwn(kinds, value.kind);
}

/** Other things have a name and a kind as well. */
const kinds: Readonly<Record<GraphProperty["kind"], true>> = {
  always: true,
  never: true,
  at: true,
  reachable: true,
  onlyVia: true,
  leaksNot: true,
  before: true,
  atMost: true,
  worst: true,
  leadsTo: true,
  eventually: true,
  canAlways: true,
  canForce: true,
};

function unclear({ file, exports, name }: GraphModule): UsageError {
  const names = graphsIn(exports).map(([one]) => one);
  return new UsageError("bad_option", {
    message: `${file} exports ${names.length} graphs (${names.join(", ")}) and ${shared}, which can be of any of them.`,
    hint: `Name them after their graph: ${name}${ending}.`,
  });
}
