import type { GraphProperty } from "../check/graph-property.ts";
import type { Graph, GraphShape } from "../graph/graph.ts";
import { isSchema, type Schema } from "../graph/schema.ts";
import { isRecord, type JsonObject, type JsonValue, toJson } from "../json.ts";
import type { FunctionJson, GraphJson, PredicateTable, SchemaJson } from "./graph-json.ts";
import { type PredicateNode, predicateTable } from "./predicate-table.ts";
import { schemaToJson } from "./schema-to-json.ts";

/**
 * Writes a graph as JSON from which `graphFromJson` makes one that validates, draws, compiles, checks and hashes alike, and
 * the properties that are asked of it.
 *
 * Predicates are asked for all values that a checker asks about, once. What runs (tools, instructions that are written,
 * checks of guardrails, views that are functions) is named and stays where it is; no prices, texts or schemas are left out.
 */
export function graphToJson<Shape extends GraphShape>(
  graph: Graph<Shape>,
  properties: readonly GraphProperty<Shape>[] = [],
): GraphJson {
  const writer = new Writer(graph as unknown as Graph); // its names are data here
  const written = writer.write(graph, []);
  return {
    format: 1,
    graph: written,
    properties: writer.write(properties, ["properties"]),
    functions: writer.functions,
    schemas: writer.schemas,
  };
}

type Place = readonly string[];

/** Collects the functions and schemas of what it writes. */
class Writer {
  readonly #graph: Graph;
  readonly #functions = new Map<unknown, { readonly place: string; readonly tables: PredicateTable[] }>();
  readonly #schemas = new Map<Schema, SchemaJson>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  get functions(): readonly FunctionJson[] {
    return [...this.#functions.values()].map(({ place, tables }) => ({ place, tables }));
  }

  get schemas(): readonly SchemaJson[] {
    return [...this.#schemas.values()];
  }

  write(value: unknown, place: Place): JsonValue {
    if (isSchema(value)) return { $schema: this.#schema(value, place) };
    switch (typeof value) {
      case "function":
        return { $function: this.#function(value, place) };
      case "undefined":
        return { $value: "undefined" };
      case "number":
        return Number.isFinite(value) && !Object.is(value, -0) ? value : { $value: numberName(value) };
      case "object":
        return value === null ? null : this.#object(value, place);
      case "bigint":
      case "symbol":
        return { $class: toJson(value) };
      default:
        return toJson(value);
    }
  }

  #object(value: object, place: Place): JsonValue {
    if (Array.isArray(value)) return value.map((part, index) => this.write(part, [...place, String(index)]));
    if (!isPlain(value)) return { $class: toJson(value) };
    if (isPredicate(value)) this.#tabulate(value, place);
    const written: JsonObject = Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, this.write(part, [...place, name])]),
    );
    return Object.keys(written).some((name) => name.startsWith("$")) ? { $object: written } : written;
  }

  /** Conditions on a tool's arguments are asked where the tool is called. */
  #tabulate(predicate: Predicate, place: Place): void {
    if (place[0] === "tools" && place[2] === "approval") return;
    const { name, reads, test } = predicate;
    const index = this.#function(test, [...place, "test"]);
    const tables = [...this.#functions.values()][index]?.tables;
    if (tables?.some((table) => table.reads.join() === reads.join()) === true) return;
    tables?.push(predicateTable(this.#graph, { kind: "predicate", name, reads, test }));
  }

  #function(value: unknown, place: Place): number {
    if (!this.#functions.has(value)) this.#functions.set(value, { place: place.join("."), tables: [] });
    return [...this.#functions.keys()].indexOf(value);
  }

  #schema(schema: Schema, place: Place): number {
    if (!this.#schemas.has(schema)) {
      this.#schemas.set(
        schema,
        schemaToJson(this.#graph, schema, (part) => this.write(part, place)),
      );
    }
    return [...this.#schemas.keys()].indexOf(schema);
  }
}

type Predicate = Pick<PredicateNode, "name" | "reads" | "test">;

/** As guards have it, read or as it was written; those on a session read no variables by name. */
function isPredicate(value: object): value is Predicate {
  if (!isRecord(value) || typeof value.test !== "function" || typeof value.name !== "string") return false;
  return Array.isArray(value.reads) && value.reads.every((name) => typeof name === "string");
}

/** A literal, or what has no prototype at all. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function numberName(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
