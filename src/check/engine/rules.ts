/**
 * What makes the verdicts right, each as a switch: tests turn one off to see that they would notice. Not for callers.
 */
export interface Rules {
  /** A dead end is a run that repeats for ever. */
  readonly deadEndsRepeat: boolean;
  /** A cycle is a run that never ends. */
  readonly cyclesRepeat: boolean;
  /** Strong fairness asks more than weak fairness. */
  readonly strongIsStrong: boolean;
  /** Fairness is judged again in each part of a component that was split. */
  readonly partsAreJudged: boolean;
  /** `canAlways` asks for some way, not for all ways, to lead to the goal. */
  readonly someWayIsEnough: boolean;
  /** The evidence is the first that was found, which is a shortest one. */
  readonly firstIsKept: boolean;
  /** In a game, every move of the adversary must be answered. */
  readonly everyMoveIsAnswered: boolean;
  /** Without completeness there is no proof. */
  readonly truncatedIsUnknown: boolean;
}

/** The rules as they are. */
export const soundRules: Rules = Object.freeze({
  deadEndsRepeat: true,
  cyclesRepeat: true,
  strongIsStrong: true,
  partsAreJudged: true,
  someWayIsEnough: true,
  firstIsKept: true,
  everyMoveIsAnswered: true,
  truncatedIsUnknown: true,
});
