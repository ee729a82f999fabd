export { checkpointDistance, createTimeline, foldFrames, type Timeline } from "../inspect/fold-frames.ts";
export { type FoldedSession, foldFrame } from "../inspect/folded-session.ts";
export type { Frame, TakenWay } from "../inspect/frame.ts";
export { frameOf } from "../inspect/frame-of.ts";
export type {
  ApiProblem,
  Flow,
  ModelAnswer,
  ModelName,
  ModelQuestion,
  NewSession,
  SessionSummary,
  StreamEvent,
} from "../inspect/wire.ts";
export { createInspectorHandler, type InspectorHandler } from "./create-inspector-handler.ts";
export { type Inspector, inspect } from "./inspect.ts";
export type { HandlerOptions, InspectOptions } from "./inspector-options.ts";
