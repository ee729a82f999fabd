import type { Move } from "../check/abstract/move.ts";
import type { GraphProperty, Period } from "../check/graph-property.ts";
import type { EventPattern, StatePattern } from "../check/pattern.ts";
import { asksModel, hearsSomebody, isBypass, isEvent, selector } from "../check/select-moves.ts";
import type { RealStep } from "./move-of-step.ts";
import { patternHolds } from "./pattern-holds.ts";

/** Follows one conversation for one property. */
export interface PropertyMonitor {
  /** Takes one step; tells what it is to the property. */
  take(step: RealStep, move: Move): Remark;
  /** The most that has been counted in a period: of `worst`. */
  readonly most: number;
}

/** `broken`: here the property is violated; `concerned`: the property speaks of this step. */
export type Remark = "broken" | "concerned" | "nothing";

/**
 * Makes the monitor of a property: of one that a single conversation can break, or of `reachable` and `worst`, which it can
 * show. `null` for the kinds that say nothing about one conversation.
 */
export function propertyMonitor(property: GraphProperty): PropertyMonitor | null {
  const { name } = property;
  switch (property.kind) {
    case "always":
      return watcher(becomes({ not: property.holds }), "broken");
    case "never":
      return watcher(occurs(property.what, name), "broken");
    case "onlyVia":
      return watcher((_, move) => isBypass(move, property), "broken");
    case "reachable":
      return watcher(occurs(property.what, name), "concerned");
    case "at": {
      const event = eventTest(property.event, name);
      return monitor((step, move) => {
        if (!event(step, move)) return "nothing";
        return patternHolds(property.holds, step.before) ? "concerned" : "broken";
      });
    }
    case "before": {
      const [required, event] = [eventTest(property.required, name), eventTest(property.event, name)];
      const { begins, ends } = periodTests(property.per, [property.required, property.event], name);
      let isThere = false;
      return monitor((step, move) => {
        if (begins(step, move)) isThere = false;
        const remark = event(step, move) ? (isThere ? "concerned" : "broken") : "nothing";
        if (required(step, move)) isThere = true;
        if (ends(step, move)) isThere = false;
        return remark;
      });
    }
    case "atMost":
      return counter(property, property.count);
    case "worst":
      return counter(property, Number.POSITIVE_INFINITY);
    default:
      return null;
  }
}

type StepTest = (step: RealStep, move: Move) => boolean;

function monitor(take: PropertyMonitor["take"]): PropertyMonitor {
  return { take, most: 0 };
}

function watcher(test: StepTest, remark: Remark): PropertyMonitor {
  return monitor((step, move) => (test(step, move) ? remark : "nothing"));
}

function counter(
  { event: pattern, per, name }: Extract<GraphProperty, { kind: "atMost" | "worst" }>,
  limit: number,
): PropertyMonitor {
  const event = eventTest(pattern, name);
  const { begins, ends } = periodTests(per, [pattern], name);
  let [count, most] = [0, 0];
  return {
    take(step, move) {
      if (begins(step, move)) count = 0;
      const occurs = event(step, move);
      if (occurs) count++;
      most = Math.max(most, count);
      const remark = occurs ? (count > limit ? "broken" : "concerned") : "nothing";
      if (ends(step, move)) count = 0;
      return remark;
    },
    get most() {
      return most;
    },
  };
}

function occurs(what: EventPattern | StatePattern, property: string): StepTest {
  return isEvent(what) ? eventTest(what, property) : becomes(what);
}

/** It stands so after the step and did not before, or stood so from the beginning and this is the first step. */
function becomes(pattern: StatePattern): StepTest {
  let isFirst = true;
  return ({ before, after }) => {
    const wasSo = patternHolds(pattern, before);
    const [isOpening, isSo] = [isFirst && wasSo, patternHolds(pattern, after)];
    isFirst = false;
    return isOpening || (isSo && !wasSo);
  };
}

function eventTest({ when, ...pattern }: EventPattern, property: string): StepTest {
  const selects = selector(pattern as EventPattern, property); // without its condition
  return ({ before }, move) => selects(move) && (when === undefined || patternHolds(when, before));
}

/** Where periods begin, with a step, and end, after one: as in a search. */
interface PeriodTests {
  readonly begins: StepTest;
  readonly ends: StepTest;
}

function periodTests(per: Period, counted: readonly EventPattern[], property: string): PeriodTests {
  if (per === "session") return { begins: nowhere, ends: nowhere };
  if (per !== "exchange") return { begins: eventTest(per, property), ends: nowhere };
  const hears: StepTest = (_, move) => hearsSomebody(move);
  const delivers: StepTest = ({ before, after }, move) =>
    !hearsSomebody(move) && before.context.staged.length > 0 && after.context.staged.length === 0;
  if (!counted.some(asksModel)) return { begins: hears, ends: delivers };
  return { begins: (step, move) => hears(step, move) || delivers(step, move), ends: nowhere };
}

const nowhere: StepTest = () => false;
