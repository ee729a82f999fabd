import { assertNever } from "../../errors.ts";
import type { Analysis } from "./analysis.ts";
import { startMeter } from "./budget.ts";
import { never } from "./build-expression.ts";
import { checkCanAlways } from "./check-can-always.ts";
import { checkCanForce } from "./check-can-force.ts";
import { checkAtMost, checkBefore } from "./check-count.ts";
import { checkEventually, checkLeadsTo } from "./check-liveness.ts";
import { checkRefines } from "./check-refines.ts";
import { checkAlways, checkAt, checkNever, checkReachable, isPlain } from "./check-safety.ts";
import { checkWorst } from "./check-worst.ts";
import type { Exploration } from "./exploration.ts";
import { explorationWithout } from "./exploration-without.ts";
import { type ExploreOptions, exploreProgram } from "./explore.ts";
import type { Judgement } from "./judgement.ts";
import type { Model } from "./model.ts";
import { prepareProgram } from "./program.ts";
import type { Property } from "./property.ts";
import type { PropertyResult } from "./result.ts";
import { type Rules, soundRules } from "./rules.ts";
import { validateProperties } from "./validate-property.ts";

/** How a model is checked. The budget is for all properties together. */
export type CheckOptions = Omit<ExploreOptions, "recordEdges">;

/** What was found about a model. */
export interface Report {
  readonly exploration: Exploration;
  /** In the order of the properties. */
  readonly results: readonly PropertyResult[];
}

/**
 * Explores a model once and judges each property on what was found.
 *
 * When a limit is hit, what was seen until then can still violate a property, or witness `reachable`; what would need
 * the rest is `unknown`.
 *
 * @throws {@link UsageError} `bad_definition` when the fields of the model or a property are not well formed, when two
 * properties have one name, or when the kind of a property is not known; `bad_option` when an option is not well formed.
 * @throws {@link InternalError} when an update leaves its field's range.
 */
export function checkModel(model: Model, properties: readonly Property[], options: CheckOptions = {}): Report {
  return checkByRules(model, properties, { options, rules: soundRules });
}

/** Checks by other rules: how tests see that they would notice. */
export function checkByRules(
  model: Model,
  properties: readonly Property[],
  { options, rules }: { readonly options: CheckOptions; readonly rules: Rules },
): Report {
  const meter = startMeter(options);
  const program = prepareProgram(model);
  validateProperties(model, properties);
  const recordEdges = properties.some(needsEdges);
  const exploration = exploreProgram(program, { ...options, recordEdges }, meter);
  return {
    exploration,
    results: judgeAll({ exploration, rules, meter, codegen: options.codegen ?? true }, properties),
  };
}

/** Without which commands properties are judged, and how much that may take. */
export interface Without {
  readonly isGone: (command: number) => boolean;
  readonly options: CheckOptions;
}

/**
 * Judges properties on what would have been found without certain commands: along the recorded transitions where all of
 * them are there, else by exploring again.
 */
export function checkWithout(
  exploration: Exploration,
  properties: readonly Property[],
  { isGone, options }: Without,
): readonly PropertyResult[] {
  const { model } = exploration.program;
  if (isRecorded(exploration))
    return judgeAll(analysisOf(explorationWithout(exploration, { isGone }), options), properties);
  const commands = model.commands.map((command, index) => (isGone(index) ? { ...command, guard: never } : command));
  return checkModel({ ...model, commands }, properties, options).results;
}

/** Judges more properties on what was explored with its transitions. */
export function checkExplored(
  exploration: Exploration,
  properties: readonly Property[],
  options: CheckOptions,
): readonly PropertyResult[] {
  return judgeAll(analysisOf(exploration, options), properties);
}

/**
 * The same of properties that one run answers: of what can be reached, or violated. It is looked for nearby first, and no
 * farther than the last of it is found.
 */
export function seekWithout(
  exploration: Exploration,
  properties: readonly Property[],
  { isGone, options }: Without,
): readonly PropertyResult[] {
  if (!isRecorded(exploration)) return checkWithout(exploration, properties, { isGone, options });
  for (let states = statesNearby; states < exploration.states; states *= 8) {
    const nearby = explorationWithout(exploration, { isGone, states });
    const results = judgeAll(analysisOf(nearby, options), properties);
    if (results.every(isAnswered)) return results;
  }
  return checkWithout(exploration, properties, { isGone, options });
}

function isAnswered({ kind, verdict }: PropertyResult): boolean {
  return verdict === (kind === "reachable" ? "holds" : "violated");
}

const statesNearby = 1000;

function isRecorded({ complete, store }: Exploration): boolean {
  return complete && store.recorded !== null;
}

function analysisOf(exploration: Exploration, options: CheckOptions): Analysis {
  return { exploration, rules: soundRules, meter: startMeter(options), codegen: options.codegen ?? true };
}

function judgeAll(analysis: Analysis, properties: readonly Property[]): readonly PropertyResult[] {
  return properties.map((property): PropertyResult => {
    const { verdict, evidence = null, finding = null } = judge(analysis, property);
    return { name: property.name, kind: property.kind, verdict, evidence, finding };
  });
}

function needsEdges(property: Property): boolean {
  switch (property.kind) {
    case "always":
      return false;
    case "never":
    case "reachable":
      return !isPlain(property.what);
    default:
      return true;
  }
}

function judge(analysis: Analysis, property: Property): Judgement {
  // A proof that begins too late is not begun; what the exploration has cost stays within the budget that way.
  if (analysis.meter.interrupted() !== null && needsEdges(property)) return { verdict: "unknown" };
  switch (property.kind) {
    case "always":
      return checkAlways(analysis, property.holds);
    case "never":
      return checkNever(analysis, property.what);
    case "at":
      return checkAt(analysis, property.event, property.holds);
    case "reachable":
      return checkReachable(analysis, property.what);
    case "before":
      return checkBefore(analysis, property);
    case "atMost":
      return checkAtMost(analysis, property);
    case "worst":
      return checkWorst(analysis, property);
    case "leadsTo":
      return checkLeadsTo(analysis, property);
    case "eventually":
      return checkEventually(analysis, property);
    case "canAlways":
      return checkCanAlways(analysis, property);
    case "canForce":
      return checkCanForce(analysis, property);
    case "refines":
      return checkRefines(analysis, property);
    default:
      return assertNever(property);
  }
}
