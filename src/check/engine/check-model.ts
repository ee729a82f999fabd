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
 * @throws {@link UsageError} `bad_definition` when the model or a property is not well formed, when two properties have
 * one name, or when the kind of a property is not known; `bad_option` when an option is not well formed.
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

/**
 * Judges properties on what was found without certain commands: along the recorded transitions where all of them are
 * there, else by exploring again.
 */
export function checkWithout(
  exploration: Exploration,
  properties: readonly Property[],
  { isGone, options }: { readonly isGone: (command: number) => boolean; readonly options: CheckOptions },
): readonly PropertyResult[] {
  const { model } = exploration.program;
  if (exploration.complete && exploration.store.recorded !== null) {
    const [rules, codegen] = [soundRules, options.codegen ?? true];
    const rest = explorationWithout(exploration, isGone);
    return judgeAll({ exploration: rest, rules, meter: startMeter(options), codegen }, properties);
  }
  const commands = model.commands.map((command, index) => (isGone(index) ? { ...command, guard: never } : command));
  return checkModel({ ...model, commands }, properties, options).results;
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
      return checkCanAlways(analysis, property.goal);
    case "canForce":
      return checkCanForce(analysis, property);
    case "refines":
      return checkRefines(analysis, property);
    default:
      return assertNever(property);
  }
}
