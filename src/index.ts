export { type Conformance, checkConformance, createMonitor, type Mismatch } from "./audit/check-conformance.ts";
export {
  checkEvents,
  checkJournal,
  type EventsReport,
  type JournalReport,
  type JournalResult,
} from "./audit/check-journal.ts";
export {
  type ConformanceReport,
  type ConformOptions,
  type Coverage,
  conformSessions,
  type SessionConformance,
} from "./audit/conform-sessions.ts";
export { coverageOverlay, sessionOverlay } from "./audit/journal-overlays.ts";
export { assertGraph } from "./check/assert-graph.ts";
export { checkGraph, type GraphCheckOptions, type GraphReport } from "./check/check-graph.ts";
export {
  checkRefinement,
  type Possibility,
  type RefinementOptions,
  type RefinementReport,
} from "./check/check-refinement.ts";
export { drawTrace, type TraceDrawingOptions } from "./check/draw-trace.ts";
export type { ExchangeBound } from "./check/exchange-bounds.ts";
export { exportModel, type ModelFormat } from "./check/export-model.ts";
export { drawRefinement, formatRefinement } from "./check/format-refinement.ts";
export { formatReplay } from "./check/format-replay.ts";
export { formatReport } from "./check/format-report.ts";
export { type GraphProperty, type PropertyMakers, propertiesOf } from "./check/graph-property.ts";
export type { GraphResult } from "./check/graph-result.ts";
export type { EventPattern, StatePattern } from "./check/pattern.ts";
export { type ReplayedTrace, replayTrace } from "./check/replay-trace.ts";
export type { Countermove, GraphStrategy } from "./check/strategy.ts";
export type { Trace, TraceCall, TraceStep } from "./check/trace.ts";
export { traceOverlay } from "./check/trace-overlay.ts";
export { type TestSource, writeTests } from "./check/write-tests.ts";
export type { DrawingColor, DrawingStyle } from "./draw/columns.ts";
export { type DotOptions, drawDot } from "./draw/draw-dot.ts";
export { drawJson } from "./draw/draw-json.ts";
export { drawMermaid, type MermaidOptions } from "./draw/draw-mermaid.ts";
export { drawStudio } from "./draw/draw-studio.ts";
export { drawText, type TextOptions } from "./draw/draw-text.ts";
export type { DrawnEdge, DrawnLine, DrawnOrigin } from "./draw/drawn-edge.ts";
export type { DrawnCall, DrawnEdgeDetails } from "./draw/drawn-edge-details.ts";
export type { DrawnGuard } from "./draw/drawn-guard.ts";
export type { DrawnPlace } from "./draw/drawn-place.ts";
export type { DrawnView } from "./draw/drawn-view.ts";
export type { DrawnAgent, DrawnGuardrail, DrawnTool, DrawnVariable, GraphDrawing } from "./draw/graph-drawing.ts";
export type { Mark, Overlay, Tone } from "./draw/overlay.ts";
export type { PictureLevel } from "./draw/picture.ts";
export type { PictureOptions } from "./draw/picture-of.ts";
export {
  CheckError,
  type ErrorFacts,
  GraphError,
  GraphMismatchError,
  HandoffError,
  InternalError,
  JournalConflictError,
  ModelError,
  type ModelErrorCode,
  NotHereError,
  ToolError,
  UsageError,
} from "./errors.ts";
export { type DefinedGraph, defineGraph } from "./graph/define-graph.ts";
export type {
  AfterReplyDefinition,
  AgentDefinition,
  Autonomy,
  CanEndDefinition,
  EndDefinition,
  GraphDefinition,
  HandoffDefinition,
  LimitsDefinition,
  Price,
  RouteDefinition,
} from "./graph/definition.ts";
export { evaluateGuard, type GuardEvaluation } from "./graph/evaluate-guard.ts";
export type {
  AfterReply,
  Agent,
  CanEnd,
  Destination,
  End,
  EntryPolicy,
  Graph,
  GraphShape,
  Guardrail,
  Handoff,
  Limits,
  Route,
} from "./graph/graph.ts";
export { digest, type GraphHash, hashGraph } from "./graph/graph-hash.ts";
export type { Condition, Guard, GuardNode, Predicate, Scalar, Variables } from "./graph/guard.ts";
export { guardLabel } from "./graph/guard-label.ts";
export type {
  GuardrailCheck,
  GuardrailDefinition,
  GuardrailFacts,
  GuardrailPlace,
  GuardrailVerdict,
} from "./graph/guardrail.ts";
export type {
  AssistantMessage,
  CallStatus,
  ContentPart,
  MediaSource,
  Message,
  NativeItems,
  OperatorMessage,
  PromptMessage,
  RequestedCall,
  ToolMessage,
  Usage,
  UserInput,
  UserMessage,
} from "./graph/message.ts";
export type { ModelSettings } from "./graph/model-settings.ts";
export { type GuardMistake, type ParsedGuard, parseGuard } from "./graph/parse-guard.ts";
export type { Schema } from "./graph/schema.ts";
export type { SessionCondition, SessionPredicate, TextCondition } from "./graph/session-condition.ts";
export { sessionLabel } from "./graph/session-label.ts";
export {
  type Tool,
  type ToolCallContext,
  type ToolDefinition,
  type ToolMaker,
  type ToolResult,
  tool,
  toolFor,
} from "./graph/tool.ts";
export { endToolName, handoffToolName, questionToolName, returnToolName } from "./graph/tool-name.ts";
export type { CustomView, SummaryDefinition, View, ViewDefinition } from "./graph/view.ts";
export type { HandoffFacts, InstructionsWriter, OnHandoff, SessionFacts, Takeover } from "./graph/written.ts";
export type { Entry, SessionOpened } from "./journal/entry.ts";
export type { Journal } from "./journal/journal.ts";
export { memoryJournal } from "./journal/memory-journal.ts";
export { fromNdjson, toNdjson } from "./journal/ndjson.ts";
export { type Replayed, type ReplayedStep, replay, replaySteps } from "./journal/replay.ts";
export { canonicalJson, type JsonObject, type JsonValue } from "./json.ts";
export type { DecodedCall, Offer } from "./machine/call-request.ts";
export { compileGraph, type HandoffMachine, type SessionOutput } from "./machine/compile-graph.ts";
export type { Halt, SessionContext } from "./machine/context.ts";
export { Conversation } from "./machine/conversation.ts";
export type { Effect } from "./machine/effect.ts";
export type { FailureFacts, MachineEvent, Proposal, SentInstructions, Summarized, Verdict } from "./machine/event.ts";
export type { Row, Rows, Target } from "./machine/row.ts";
export { type InnerState, innerStates, type StateValue } from "./machine/state.ts";
export { createStepper, type SessionSnapshot, type Step, type Stepper } from "./machine/step.ts";
export { type TransitionTable, transitionTable } from "./machine/table.ts";
export { type ConcurrencyLimit, limitConcurrency } from "./models/limit-concurrency.ts";
export { type Caps, defaultCaps } from "./runtime/caps.ts";
export { createRuntime, type Runtime, type RuntimeOptions } from "./runtime/create-runtime.ts";
export { describeStep } from "./runtime/describe-step.ts";
export type { ModelChoice, Models } from "./runtime/models-by-agent.ts";
export type {
  Clock,
  GenerateOptions,
  IdSource,
  ModelCall,
  ModelClient,
  ModelMessage,
  ModelReply,
  ModelRequest,
  Observer,
  OfferedTool,
} from "./runtime/ports.ts";
export type { Run } from "./runtime/run.ts";
export type {
  ApproveOptions,
  DecideOptions,
  DenyOptions,
  OperatorSays,
  Saying,
  Session,
} from "./runtime/session.ts";
export type { SessionState } from "./runtime/session-state.ts";
export { randomIds, systemClock } from "./runtime/system-ports.ts";
export type { ApprovalRequested, RestStatus, RunEnded, SessionStatus, Update } from "./runtime/update.ts";
export { assertValidGraph } from "./validate/assert-valid-graph.ts";
export { type DiagnosticCode, diagnosticCodes, type Severity } from "./validate/codes.ts";
export type { Diagnostic, Place } from "./validate/diagnostic.ts";
export { type FormatOptions, formatDiagnostics, type TextStyle } from "./validate/format-diagnostics.ts";
export { validateGraph } from "./validate/validate-graph.ts";
