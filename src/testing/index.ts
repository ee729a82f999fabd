export { parseScript } from "../models/parse-script.ts";
export {
  type RecordedRequest,
  type Script,
  type ScriptedModel,
  type ScriptedModelOptions,
  scriptedModel,
} from "../models/scripted-model.ts";
export {
  askUser,
  call,
  endConversation,
  handOff,
  returnTo,
  type ScriptedCall,
  type ScriptedFailure,
  type ScriptedReply,
  type ScriptedStep,
} from "../models/scripted-reply.ts";
export { type CheckFlowPorts, checkFlow } from "./check-flow.ts";
export { type FlowMatchers, flowMatchers, type MatcherResult } from "./flow-matchers.ts";
export { type ManualClock, manualClock } from "./manual-clock.ts";
export { createModelServer, type ModelServer, type ModelServerOptions } from "./model-server.ts";
export type { HttpFailure, RawBody, ServerReply, ServerRequest, StreamFault } from "./server-reply.ts";
