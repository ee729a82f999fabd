import { isRecord } from "../json.ts";
import { isSchema } from "./schema.ts";

/** A place in a definition that does not have the shape that the types ask for. */
export interface DefinitionMistake {
  readonly place: string;
  readonly expected: string;
  readonly found: string;
}

/** Lists every place where an untyped definition has the wrong shape; with TypeScript the list is empty. */
export function definitionMistakes(definition: unknown): readonly DefinitionMistake[] {
  return checkFields("definition", definition, {
    id: required(text),
    start: required(text),
    variables: schema,
    tools: mapOf(toolValue),
    agents: required(mapOf(agent)),
    limits: record({ modelCalls: limit, handoffs: limit, refusals: limit }),
    onLimit,
    entry: oneOf("last", "start"),
    severalHandoffs: oneOf("first", "refuseAll"),
    retry: record({ attempts: number, baseDelay: number, maxDelay: number }),
    ends: listOf(record({ when: required(anyRecord), outcome: required(text) })),
    delegationDepth: number,
    initial: anyRecord,
  });
}

type Check = (place: string, value: unknown) => readonly DefinitionMistake[];
type Fields = Readonly<Record<string, Check>>;

const agent: Check = (place, value) =>
  checkFields(place, value, {
    kind: oneOf("model", "human"),
    description: text,
    instructions: text,
    tools: listOf(text),
    handoffs: mapOf(handoff),
    routes: listOf(record({ when: anyRecord, to: required(text) })),
  });

const handoff: Check = (place, value) =>
  checkFields(place, value, {
    when: anyRecord,
    input: schema,
    tool: text,
    description: text,
    offer: oneOf("whenOpen", "always"),
    approval: boolean,
    maxTimes: number,
    mode: oneOf("handoff", "delegate"),
  });

const onLimit: Check = (place, value) =>
  isRecord(value) ? checkFields(place, value, { handoff: required(text) }) : oneOf("askUser", "fail")(place, value);

const toolValue: Check = (place, value) =>
  isRecord(value) && value.kind === "tool"
    ? []
    : [{ place, expected: "made by tool() or toolFor(variables)()", found: describe(value) }];

const text: Check = ofType("string", "a string");
const number: Check = ofType("number", "a number");
const boolean: Check = ofType("boolean", "true or false");
const anyRecord: Check = (place, value) =>
  isRecord(value) ? [] : [{ place, expected: "an object", found: describe(value) }];
const limit: Check = (place, value) => (value === null ? [] : number(place, value));
const schema: Check = (place, value) =>
  isSchema(value)
    ? []
    : [
        {
          place,
          expected: "a schema with JSON Schema output (zod 4.2 or later, or another Standard Schema)",
          found: describe(value),
        },
      ];

function checkFields(place: string, value: unknown, fields: Fields): readonly DefinitionMistake[] {
  if (!isRecord(value)) return [{ place, expected: "an object", found: describe(value) }];
  const known = Object.keys(fields);
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  return [
    ...unknown.map((key) => ({ place: `${place}.${key}`, expected: `one of ${known.join(", ")}`, found: `"${key}"` })),
    ...Object.entries(fields).flatMap(([key, check]) => {
      const part = value[key];
      return part === undefined && !requiredChecks.has(check) ? [] : check(`${place}.${key}`, part);
    }),
  ];
}

const requiredChecks = new WeakSet<Check>();

function required(check: Check): Check {
  const asked: Check = (place, value) => check(place, value);
  requiredChecks.add(asked);
  return asked;
}

function record(fields: Fields): Check {
  return (place, value) => checkFields(place, value, fields);
}

function mapOf(check: Check): Check {
  return (place, value) =>
    isRecord(value)
      ? Object.entries(value).flatMap(([key, part]) => (part === undefined ? [] : check(`${place}.${key}`, part)))
      : [{ place, expected: "an object", found: describe(value) }];
}

function listOf(check: Check): Check {
  return (place, value) =>
    Array.isArray(value)
      ? value.flatMap((part: unknown, index) => check(`${place}.${index}`, part))
      : [{ place, expected: "a list", found: describe(value) }];
}

function ofType(type: string, expected: string): Check {
  return (place, value) => (typeof value === type ? [] : [{ place, expected, found: describe(value) }]);
}

function oneOf(...values: readonly string[]): Check {
  return (place, value) =>
    values.some((known) => known === value)
      ? []
      : [{ place, expected: values.map((known) => `"${known}"`).join(" or "), found: describe(value) }];
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? `"${value}"` : typeof value === "object" ? "an object" : `a ${typeof value}`;
}
