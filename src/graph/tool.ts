import { deepFreeze, type JsonValue } from "../json.ts";
import type { Approval } from "./approval.ts";
import type { Guard, Scalar, Variables } from "./guard.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import { type ParsedGuard, parseGuard } from "./parse-guard.ts";
import type { InferOutput, Schema } from "./schema.ts";
import {
  checkFields,
  type Fields,
  functionValue,
  listOf,
  number,
  oneOf,
  refuseMistakes,
  required,
  type ShapeMistake,
  text,
} from "./shape.ts";

/** What a tool's `run` is told about its call besides the arguments. */
export interface ToolCallContext<Values = Variables> {
  /** The session's variables when the call started. */
  readonly variables: Readonly<Values>;
  readonly session: string;
  readonly agent: string;
  /** `<turn>.<index>`: names the call within its session. */
  readonly call: string;
  /** The same for every attempt at this call, over retries and restarts: hand it to whatever must not happen twice. */
  readonly idempotencyKey: string;
  /** 1 on the first attempt. */
  readonly attempt: number;
  /** Aborted when the run is stopped, the session is cancelled or the tool's time is up. */
  readonly signal: AbortSignal;
}

/** What a tool gives back: what the model reads, and the variables it writes. */
export interface ToolResult<Output = JsonValue, Writes = Readonly<Record<string, never>>> {
  readonly output: Output;
  /** Only variables that the tool declares in `writes`; anything else fails the call and changes nothing. */
  readonly set?: Writes;
}

/** A tool as it is written: see {@link toolFor}. */
export interface ToolDefinition<
  Values,
  Input extends Schema,
  Output extends Schema,
  Write extends keyof Values,
  Result,
> {
  /** For the model: what the tool does and when to use it. */
  readonly description: string;
  /** The arguments, an object schema; without it the tool takes none. */
  readonly input?: Input;
  /** What `run` must return as `output`; a result that does not fit fails the call. */
  readonly output?: Output;
  /** The variables that a result may set. A checker assumes that it may write any of them at any call. */
  readonly writes?: readonly Write[];
  /** Without it the tool can always be called: offered only while the guard holds, refused while it does not. */
  readonly when?: Guard<Values>;
  /** Whether a person must approve a call before it runs: always, or when its arguments satisfy a guard. */
  readonly approval?: boolean | Guard<Arguments<InferOutput<Input>>>;
  /** Milliseconds in which the person must decide; after them the call counts as denied. */
  readonly approvalExpires?: number;
  /** Milliseconds after which a call counts as failed; without it a call may take for ever. */
  readonly timeout?: number;
  /**
   * What becomes of a call when the process died while it ran, so that nobody knows whether it had an effect: it is
   * run again with the same idempotency key (`retry`, the default), fails (`fail`), or a person is asked (`ask`).
   */
  readonly inDoubt?: "retry" | "fail" | "ask";
  /** Does the work. May be called again with the same idempotency key when a process died in between. */
  readonly run: (input: InferOutput<Input>, context: ToolCallContext<Values>) => MaybePromise<Result>;
}

/** The arguments of a tool that a guard can read. */
export type Arguments<Input> = Input extends object
  ? { readonly [Name in keyof Input]: Input[Name] }
  : Record<never, Scalar>;

/** A tool, bound to the variables that it may read and write. */
export interface Tool<Values = Variables> {
  readonly kind: "tool";
  readonly description: string;
  readonly input: Schema | null;
  readonly output: Schema | null;
  readonly writes: readonly string[];
  /** `null` always holds. */
  readonly guard: ParsedGuard | null;
  readonly approval: Approval;
  /** Milliseconds, or `null`. */
  readonly approvalExpires: number | null;
  /** Milliseconds, or `null`. */
  readonly timeout: number | null;
  readonly inDoubt: "retry" | "fail" | "ask";
  readonly run: (input: never, context: ToolCallContext<Values>) => MaybePromise<ToolResult<unknown, Variables>>;
}

/** What a result may set: variables that `writes` names. Without any it may set nothing, which an empty type would not say. */
type Writable<Values, Write extends keyof Values> = [Write] extends [never]
  ? Readonly<Record<string, never>>
  : Partial<Pick<Values, Write>>;

/** Makes tools whose `writes` and `set` are checked against a variables' schema: see {@link toolFor}. */
export type ToolMaker<Values> = <
  Input extends Schema = Schema<unknown, Record<never, never>>,
  Output extends Schema = Schema<unknown, JsonValue>,
  const Write extends keyof Values = never,
  const Result extends ToolResult<InferOutput<Output>, Writable<Values, Write>> = ToolResult<
    InferOutput<Output>,
    Writable<Values, Write>
  >,
>(
  definition: ToolDefinition<Values, Input, Output, Write, Result>,
) => Tool<Values>;

/**
 * Gives the function that makes tools for a graph with these variables. A misspelt name in `writes`, and in
 * `set` a value of the wrong type or a variable that `writes` does not name, are compile errors.
 *
 * The function throws {@link UsageError} `bad_definition` for what does not have the shape of a tool, which only programs
 * without types can give it.
 *
 * @example
 * ```ts
 * import { toolFor } from "handoff-machine";
 * import { z } from "zod";
 *
 * const variables = z.object({ verified: z.boolean() });
 * const tool = toolFor(variables);
 *
 * const verifyIdentity = tool({
 *   description: "Checks the customer's passphrase.",
 *   input: z.object({ passphrase: z.string() }),
 *   writes: ["verified"],
 *   run: ({ passphrase }) => ({ output: "checked", set: { verified: passphrase === "swordfish" } }),
 * });
 * ```
 */
export function toolFor<Values>(_variables: Schema<unknown, Values>): ToolMaker<Values> {
  return (definition) => makeTool(definition);
}

/** Makes a tool that writes no variable: see {@link toolFor} for one that does. */
export const tool: ToolMaker<Record<never, never>> = (definition) => makeTool(definition);

function makeTool<
  Values,
  Input extends Schema,
  Output extends Schema,
  Write extends keyof Values,
  Result extends ToolResult<unknown, Variables>,
>(definition: ToolDefinition<Values, Input, Output, Write, Result>): Tool<Values> {
  // A definition may have more that is the program's own; what is nearly a name of ours is misspelt.
  const isStranger = ({ place, meant }: ShapeMistake): boolean =>
    meant === null && !Object.hasOwn(fields, place.slice("tool.".length));
  const mistakes = checkFields("tool", definition, fields).filter((mistake) => !isStranger(mistake));
  refuseMistakes(mistakes, { noun: "a tool", hint: "See docs/definition.md for what a tool has." });
  return Object.freeze({
    kind: "tool",
    description: definition.description,
    input: definition.input ?? null,
    output: definition.output ?? null,
    writes: Object.freeze([...(definition.writes ?? [])].map(String)),
    guard: definition.when === undefined ? null : deepFreeze(parseGuard(definition.when)),
    approval: deepFreeze(parseApproval(definition.approval)),
    approvalExpires: definition.approvalExpires ?? null,
    timeout: definition.timeout ?? null,
    inDoubt: definition.inDoubt ?? "retry",
    run: definition.run,
  });
}

/** What a tool may have. A guard is read by itself, and a schema that is none is a finding. */
const fields: Fields = {
  description: text,
  input: unjudged,
  output: unjudged,
  writes: listOf(text),
  when: unjudged,
  approval: unjudged,
  approvalExpires: number,
  timeout: number,
  inDoubt: oneOf("retry", "fail", "ask"),
  run: required(functionValue),
};

function unjudged(): readonly ShapeMistake[] {
  return [];
}

function parseApproval(approval: unknown): Approval {
  if (approval === undefined || approval === false) return { kind: "never" };
  if (approval === true) return { kind: "always" };
  return { kind: "when", ...parseGuard(approval) };
}
