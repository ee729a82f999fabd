import { isRecord } from "../json.ts";
import {
  anyRecord,
  boolean,
  type Check,
  checkFields,
  describe,
  either,
  type Fields,
  finite,
  functionValue,
  listOf,
  mapOf,
  number,
  oneOf,
  optional,
  record,
  required,
  type ShapeMistake,
  schema,
  text,
} from "./shape.ts";

/** Lists every place where an untyped definition has the wrong shape; with TypeScript the list is empty. */
export function definitionMistakes(definition: unknown): readonly ShapeMistake[] {
  return checkFields("definition", definition, {
    id: required(text),
    start: required(text),
    variables: schema,
    tools: mapOf(toolValue),
    agents: required(mapOf(agent)),
    limits: record({
      modelCalls: limit,
      toolCalls: limit,
      handoffs: limit,
      refusals: limit,
      repairs: limit,
      tokens: limit,
      cost: limit,
      time: limit,
      pingPong: limit,
    }),
    onLimit,
    prices: mapOf(record({ input: required(number), output: required(number) })),
    entry: either(oneOf("last", "start"), listOf(record({ when: anyRecord, agent: required(text) }))),
    whilePending: oneOf("stage", "withdraw"),
    severalHandoffs: oneOf("first", "refuseAll"),
    retry: record({ attempts: number, baseDelay: number, maxDelay: number }),
    ends: listOf(end),
    guardrails: mapOf(guardrail),
    delegationDepth: number,
    initial: anyRecord,
  });
}

const agent: Check = (place, value) =>
  checkFields(place, value, {
    kind: oneOf("model", "human"),
    description: text,
    instructions: either(text, functionValue),
    tools: listOf(text),
    handoffs: mapOf(optional(handoff)),
    routes: listOf(oneWay({ to: text, end: text, ask: text })),
    afterReply: listOf(
      oneWay({ to: text, end: text, ask: text, stay: record({ maxTurns: required(number), prompt: someText }) }),
    ),
    view,
    output: schema,
    canEnd: either(boolean, record({ when: anyRecord, result: schema, outcome: text, description: text })),
    canAsk: boolean,
    settings: record({
      model: text,
      temperature: number,
      topP: number,
      maxOutputTokens: number,
      reasoningEffort: oneOf("none", "minimal", "low", "medium", "high", "xhigh", "max"),
      parallelToolCalls: boolean,
      toolChoice: oneOf("auto", "required", "none"),
    }),
  });

const handoff: Check = (place, value) =>
  checkFields(place, value, {
    when: anyRecord,
    input: schema,
    tool: text,
    description: text,
    offer: oneOf("whenOpen", "always"),
    approval: boolean,
    approvalExpires: number,
    maxTimes: either(number, record({ perExchange: required(number) })),
    set: anyRecord,
    view,
    onHandoff: functionValue,
    mode: oneOf("handoff", "delegate"),
    result: schema,
    maxTurns: number,
  });

/** A rule of routes or after an answer leads to exactly one of these places; one that is `undefined` is given, too. */
function oneWay(ways: Fields, others: Fields = { when: anyRecord }): Check {
  const names = Object.keys(ways);
  return (place, value) => {
    const mistakes = checkFields(place, value, { ...others, ...ways });
    if (mistakes.length > 0 || !isRecord(value)) return mistakes;
    const given = names.filter((name) => name in value);
    const [only] = given;
    if (only !== undefined && given.length === 1 && value[only] !== undefined) return [];
    const found = given.length < 2 ? "with none of them" : `with ${given.join(" and ")}`;
    return [{ place, expected: `an object with exactly one of ${names.join(", ")}`, found }];
  };
}

const view: Check = (place, value) =>
  isRecord(value) && "select" in value
    ? checkFields(place, value, { name: required(text), select: required(functionValue) })
    : checkFields(place, value, {
        last: number,
        hide: oneOf("nothing", "handoffs", "calls"),
        summary: either(boolean, record({ instructions: text, keep: number })),
      });

const bounds: Check = (place, value) => {
  const comparisons = { atLeast: finite, atMost: finite, moreThan: finite, lessThan: finite };
  const mistakes = checkFields(place, value, comparisons);
  if (mistakes.length > 0 || !isRecord(value)) return mistakes;
  if (Object.values(value).some((bound) => bound !== undefined)) return [];
  return [{ place, expected: `an object with at least one of ${Object.keys(comparisons).join(", ")}`, found: "empty" }];
};

/** Conditions are written by hand: what is deeper than this contains itself. */
const deepest = 100;

const sessionCondition: Check = (place, value) => sessionConditionIn([])(place, value);

/** A condition within these others, the outermost first. */
function sessionConditionIn(others: readonly unknown[]): Check {
  return (place, value) =>
    others.length > deepest || others.includes(value)
      ? [{ place, expected: "a condition that does not contain itself", found: "one that does" }]
      : checkCondition(place, value, sessionConditionIn([...others, value]));
}

function checkCondition(place: string, value: unknown, inner: Check): readonly ShapeMistake[] {
  return checkFields(place, value, {
    variables: anyRecord,
    messages: bounds,
    turns: bounds,
    tokens: bounds,
    cost: bounds,
    elapsed: bounds,
    text: record({ by: oneOf("agent", "user"), includes: text, matches: expression }),
    agent: either(text, listOf(text)),
    tool: either(text, listOf(text)),
    all: listOf(inner),
    any: listOf(inner),
    not: inner,
    predicate: record({ name: required(text), test: required(functionValue) }),
  });
}

const end: Check = (place, value) => {
  const mistakes = checkFields(place, value, { when: anyRecord, session: sessionCondition, outcome: required(text) });
  if (mistakes.length > 0 || !isRecord(value) || value.when !== undefined || value.session !== undefined)
    return mistakes;
  return [{ place, expected: "an object with `when`, `session` or both", found: "without a condition" }];
};

const guardrail: Check = (place, value) =>
  checkFields(place, value, {
    on: required(oneOf("input", "output", "arguments", "result")),
    description: text,
    agents: listOf(text),
    tools: listOf(text),
    beside: boolean,
    check: required(functionValue),
    onTrip: either(oneOf("refuse", "retry"), oneWay({ to: text, end: text }, {})),
    say: text,
    onError: oneOf("trip", "pass"),
  });

const onLimit: Check = (place, value) =>
  isRecord(value) ? checkFields(place, value, { handoff: required(text) }) : oneOf("askUser", "fail")(place, value);

const toolValue: Check = (place, value) =>
  isRecord(value) && value.kind === "tool"
    ? []
    : [{ place, expected: "made by tool() or toolFor(variables)()", found: describe(value) }];

const someText: Check = (place, value) =>
  value === "" ? [{ place, expected: "a text that is not empty", found: "an empty one" }] : text(place, value);
const limit: Check = (place, value) => (value === null ? [] : number(place, value));

const expression: Check = (place, value) => {
  try {
    if (typeof value === "string") new RegExp(value, "u");
    else return [{ place, expected: "the source of a regular expression", found: describe(value) }];
    return [];
  } catch {
    return [{ place, expected: "the source of a regular expression", found: describe(value) }];
  }
};
