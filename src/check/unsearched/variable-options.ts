import type { VariablesDeclaration } from "../../graph/graph.ts";
import { jsonSchemaOf } from "../../graph/schema.ts";
import type { VariableDomain } from "../../graph/variables.ts";
import { isRecord, type JsonObject, lookup } from "../../json.ts";
import type { Option } from "./option.ts";
import { widened } from "./widened-schema.ts";

/** What a variable can be: of those that guards read, the search knows types, lists of values and bounds. */
export function variableOptions(name: string, isRead: boolean): readonly Option<VariablesDeclaration>[] {
  return [
    {
      subject: (variable) => `the schema of ${variable}`,
      loosened: (now, before) => {
        const [present, past] = [schemaOf(now, name), schemaOf(before, name)];
        const domains = [now, before].map((declaration) => lookup(declaration.domains, name));
        if (isRead && isSameKind(domains) && [present, past].every(isSearched)) return null;
        return widened(present, past, []);
      },
    },
  ];
}

function schemaOf({ schema }: VariablesDeclaration, name: string): JsonObject {
  const { properties = null, $defs }: JsonObject = schema === null ? {} : { ...jsonSchemaOf(schema, "input") };
  const found = isRecord(properties) ? properties[name] : null;
  const own = isRecord(found) ? (found as JsonObject) : {}; // a part of JSON
  return $defs === undefined ? own : { ...own, $defs };
}

/** A whole number and another one are of one class to the search. */
function isSameKind([now, before]: readonly (VariableDomain | undefined)[]): boolean {
  return now?.type === before?.type || (now?.values ?? before?.values ?? null) !== null;
}

const searched: readonly string[] = [
  ...["type", "enum", "const", "minimum", "maximum", "anyOf", "oneOf"],
  ...["title", "description", "default", "examples"],
];

function isSearched(schema: JsonObject): boolean {
  const ways = [schema.anyOf ?? [], schema.oneOf ?? []].flat();
  return (
    Object.keys(schema).every((keyword) => searched.includes(keyword)) &&
    ways.every((way) => isRecord(way) && isSearched(way as JsonObject)) // a part of JSON
  );
}
