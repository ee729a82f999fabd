import type { LimitName } from "../machine/context.ts";
import { uncountedOf } from "./abstract/layout.ts";
import { blameOf } from "./blame.ts";
import { isCertain } from "./certain-way.ts";
import type { Owner } from "./engine/model.ts";
import type { Property } from "./engine/property.ts";
import type { PropertyResult } from "./engine/result.ts";
import type { Judged } from "./graph-result.ts";
import type { ExploredView } from "./look.ts";
import { once } from "./once.ts";
import type { Replay } from "./replay-evidence.ts";
import { replayIdOf } from "./replay-id.ts";
import { strategyOf } from "./strategy.ts";
import { traceOf } from "./trace.ts";
import { type Answer, withAid } from "./without-aid.ts";

/**
 * Tells what the engine has found of a property as a conversation, replayed on the compiled machine. The way to what holds
 * is seldom looked at, so it is told and replayed only then; at once where something that is not counted could come between.
 */
export function judgedOf(view: ExploredView, asked: Property, found: PropertyResult): Judged {
  const { look, abstraction, exploration, kinds } = view;
  const answer = withAid(view, asked, found);
  const { property, result } = answer;
  const { name, verdict, evidence, finding } = result;
  const trace = once(() => (evidence === null ? null : traceOf(abstraction, evidence)));
  const replay = once(() => replayOf(view, result));
  const isOneRun = evidence !== null && finding?.kind !== "strategy";
  const mayWait = verdict === "holds" && isOneRun && isCertain(abstraction, evidence);
  const known = mayWait ? null : replay();
  const strategy = finding?.kind === "strategy" ? strategyOf(abstraction, finding, forcing(property)) : null;
  const isBroken = verdict === "violated" && evidence !== null;
  return {
    result: printedWhole({
      name,
      kind: kinds.get(name) ?? "never",
      isDefault: look.isDefault(name),
      verdict,
      get trace() {
        return trace();
      },
      get replayed() {
        return answer.isAided ? "assumes" : (replay()?.outcome ?? null);
      },
      replayId: isBroken ? replayIdOf(abstraction, evidence) : null,
      events: isBroken ? (known?.events ?? []) : [],
      blame: isBroken ? blameOf(abstraction, { property, evidence, exploration, options: look.engine }) : [],
      finding: finding?.kind === "strategy" ? null : finding,
      strategy,
      counted: look.abstraction.counted,
    }),
    rests: restsOf(view, answer, known),
    way: evidence === null ? null : (known?.outcome ?? "real"),
  };
}

/** Node would print fields that are made when they are read as `[Getter]`: what is printed is looked at. */
function printedWhole<Value extends object>(value: Value): Value {
  return Object.defineProperty(value, Symbol.for("nodejs.util.inspect.custom"), { value: () => ({ ...value }) });
}

/** A strategy is no single run that could be replayed: it rests on what is not counted, as far as one more budget tells. */
function replayOf({ abstraction, replay }: ExploredView, { evidence, finding }: PropertyResult): Replay | null {
  if (evidence === null) return null;
  const uncounted = uncountedOf(abstraction.layout);
  if (finding?.kind !== "strategy" || uncounted.length === 0) return replay(evidence);
  return { ...replay(evidence), outcome: "assumes", rests: uncounted.slice(0, 1) };
}

/** What comes about by a budget, or fails by one, is only known when all of them are counted. */
function restsOf(
  { abstraction }: ExploredView,
  { property, isAided }: Answer,
  replayed: Replay | null,
): readonly LimitName[] {
  if (property.kind !== "canAlways") return replayed?.rests ?? [];
  return isAided || replayed?.outcome === "assumes" ? uncountedOf(abstraction.layout) : [];
}

/** Those who shall be able to force something. */
function forcing(property: Property): readonly Owner[] {
  return property.kind === "canForce" ? property.owners : [];
}
