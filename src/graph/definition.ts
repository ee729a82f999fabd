import type { Guard } from "./guard.ts";
import type { GuardrailDefinition } from "./guardrail.ts";
import type { ModelSettings } from "./model-settings.ts";
import type { InferOutput, Schema } from "./schema.ts";
import type { SessionCondition } from "./session-condition.ts";
import type { Tool } from "./tool.ts";
import type { View } from "./view.ts";
import type { InstructionsWriter, OnHandoff } from "./written.ts";

/** The variables' type of a graph whose variables have this schema. */
export type ValuesOf<VariablesSchema extends Schema> = InferOutput<VariablesSchema>;

/**
 * A handoff graph as it is written: one literal, everything typed. The names of the agents are taken from
 * the keys of `agents` and those of the tools from the keys of `tools`; everywhere else they are checked.
 */
export interface GraphDefinition<
  Agent extends string = string,
  ToolName extends string = string,
  VariablesSchema extends Schema = Schema,
> {
  /** Letters, digits, `_` and `-`, at most 64. */
  readonly id: string;
  /** The agent that gets the first message. */
  readonly start: NoInfer<Agent>;
  /** The facts that the agents share and that guards read: an object schema of scalars, enums and nullable ones. */
  readonly variables?: VariablesSchema;
  /** Their values when a session opens. Left out, the schema's defaults must give them. */
  readonly initial?: NoInfer<ValuesOf<VariablesSchema>>;
  readonly tools?: { readonly [Name in ToolName]: Tool<NoInfer<ValuesOf<VariablesSchema>>> };
  readonly agents: {
    readonly [Name in Agent]: AgentDefinition<
      Others<NoInfer<Agent>, Name>,
      NoInfer<ToolName>,
      NoInfer<ValuesOf<VariablesSchema>>
    >;
  };
  /** Budgets of one exchange; `null` lifts one. */
  readonly limits?: LimitsDefinition;
  /** What happens when a budget is spent: wait for the user (the default), go to an agent once, or fail (resumably). */
  readonly onLimit?: "askUser" | "fail" | { readonly handoff: NoInfer<Agent> };
  /** What models cost, by their name or its beginning; a model that is not listed is taken to cost as the dearest. */
  readonly prices?: { readonly [model: string]: Price };
  /**
   * Who gets the next user message: the agent that spoke last (the default), the start agent, or the first of a list
   * whose guard holds, and without one the agent that spoke last.
   */
  readonly entry?:
    | "last"
    | "start"
    | readonly { readonly when?: Guard<NoInfer<ValuesOf<VariablesSchema>>>; readonly agent: NoInfer<Agent> }[];
  /** What a user message does while a person is asked for approval: wait (the default), or withdraw what was asked. */
  readonly whilePending?: "stage" | "withdraw";
  /** Several handoffs in one reply: the first that is open is taken (the default), or none. */
  readonly severalHandoffs?: "first" | "refuseAll";
  /** How often a failed model call is tried again, and how many milliseconds lie between. Left out: 2, 500, 30,000. */
  readonly retry?: { readonly attempts?: number; readonly baseDelay?: number; readonly maxDelay?: number };
  /** When the session is over, read before every model call and after every answer. */
  readonly ends?: readonly EndDefinition<NoInfer<Agent>, NoInfer<ToolName>, NoInfer<ValuesOf<VariablesSchema>>>[];
  /** Checks on what enters and leaves models and tools, by name. */
  readonly guardrails?: {
    readonly [name: string]: GuardrailDefinition<NoInfer<Agent>, NoInfer<ToolName>, NoInfer<ValuesOf<VariablesSchema>>>;
  };
  /** How many delegations may be open within one another. Left out: 4. */
  readonly delegationDepth?: number;
}

/** All agents but one; any name where the names are not literals. */
type Others<Agent extends string, Name extends string> = string extends Agent ? Agent : Exclude<Agent, Name>;

/** Budgets of one exchange: they are renewed when the user speaks, not when an approval is decided. */
export interface LimitsDefinition {
  /** Left out: 25. */
  readonly modelCalls?: number | null;
  /** Left out: none. */
  readonly toolCalls?: number | null;
  /** Left out: 8. */
  readonly handoffs?: number | null;
  /** Calls that the machine refused. Left out: 8. */
  readonly refusals?: number | null;
  /** How often a model is asked again because its answer had not the right form, or a guardrail sent it back. Left out: 2. */
  readonly repairs?: number | null;
  /** Input and output tokens together. Left out: none. */
  readonly tokens?: number | null;
  /** In the currency of `prices`. Left out: none. */
  readonly cost?: number | null;
  /** Milliseconds, not counting those in which a person was asked for approval. Left out: none. */
  readonly time?: number | null;
  /** Handoffs in a row between the same two agents, with no variable changed in between. Left out: none. */
  readonly pingPong?: number | null;
}

/** What a model costs, for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** A condition under which the session is over; with both `when` and `session`, both must hold. */
export interface EndDefinition<Agent extends string, ToolName extends string, Values> {
  /** How the end is called in records. */
  readonly outcome: string;
  readonly when?: Guard<Values>;
  readonly session?: SessionCondition<Agent, ToolName, Values>;
}

/** An agent as it is written; `Agent` are the agents it may hand off to. */
export interface AgentDefinition<Agent extends string, ToolName extends string, Values> {
  /** `human`: an operator owns the conversation; no model is called. */
  readonly kind?: "model" | "human";
  /** For the other agents' models: what this one is for. */
  readonly description?: string;
  /** For this agent's model: a text, or a function of what the session knows that is called before each model call. */
  readonly instructions?: string | InstructionsWriter<Values>;
  readonly tools?: readonly ToolName[];
  /** To whom it may hand the conversation, and under which conditions. */
  readonly handoffs?: { readonly [To in Agent]?: HandoffDefinition<Values> };
  /** Read before the model is called: the first whose guard holds is taken, without a model. */
  readonly routes?: readonly RouteDefinition<Agent, Values>[];
  /** Read after an answer without calls: the first whose guard holds is taken; without one, the user has the word. */
  readonly afterReply?: readonly AfterReplyDefinition<Agent, Values>[];
  /** What its model sees of the conversation. Left out: everything but the handoffs of other agents. */
  readonly view?: View<Values>;
  /** The form of its answers: what does not fit is shown to the model, which is asked again. */
  readonly output?: Schema;
  /** Whether its model may end the session, with the tool `end_conversation`. */
  readonly canEnd?: boolean | CanEndDefinition<Values>;
  /** Whether its model may ask the user something and wait, with the tool `ask_user`. */
  readonly canAsk?: boolean;
  /** For the model client, whichever it is. */
  readonly settings?: ModelSettings;
}

/** How an agent's model may end the session. */
export interface CanEndDefinition<Values> {
  readonly when?: Guard<Values>;
  /** What the model must give as the session's result; left out, it may give a `reason`. */
  readonly result?: Schema;
  /** How the end is called in records. Left out: `ended`. */
  readonly outcome?: string;
  /** For the model: when to end. */
  readonly description?: string;
}

/** A way on without a model: to an agent, to the end, or to the user, with what the machine says to him (or nothing). */
export type RouteDefinition<Agent extends string, Values> = { readonly when?: Guard<Values> } & (
  | { readonly to: Agent }
  | { readonly end: string }
  | { readonly ask: string }
);

/** What follows an answer: another agent, the end, the user, or the same agent once more. */
export type AfterReplyDefinition<Agent extends string, Values> = { readonly when?: Guard<Values> } & (
  | { readonly to: Agent }
  | { readonly end: string }
  | { readonly ask: string }
  | { readonly stay: Autonomy }
);

/** An agent that goes on by itself. */
export interface Autonomy {
  /** How often it may go on before the user is heard again; a handoff and a user message start the count anew. */
  readonly maxTurns: number;
  /** What the model is told. Left out: `Continue.` */
  readonly prompt?: string;
}

/** A handoff as it is written: a directed edge, offered to the model as the tool `handoff_to_<agent>`. */
export interface HandoffDefinition<Values> {
  /** Without it the handoff is always open. */
  readonly when?: Guard<Values>;
  /** What the model must tell the target; left out, it may give a `reason`. */
  readonly input?: Schema;
  /** The name of the tool; left out, `handoff_to_<agent>`. */
  readonly tool?: string;
  /** For the model: when to use this handoff. Left out, the target's description. */
  readonly description?: string;
  /** `whenOpen` (the default) offers it only while its guard holds, `always` in any case; only the guard decides. */
  readonly offer?: "whenOpen" | "always";
  /** Whether a person must approve it; asked only when it is open. */
  readonly approval?: boolean;
  /** Milliseconds in which the person must decide; after them the handoff counts as denied. */
  readonly approvalExpires?: number;
  /** How often it can be taken: in one session, or in one exchange. */
  readonly maxTimes?: number | { readonly perExchange: number };
  /** The variables that taking it writes. */
  readonly set?: Partial<Values>;
  /** What the target sees of what was said before. Left out: what it sees of everything. */
  readonly view?: View<Values>;
  /** Called when the handoff is open and approved, before it is taken; it may refuse. */
  readonly onHandoff?: OnHandoff<Values>;
  /** `delegate`: the target may give the conversation back with `return_to_<agent>`. */
  readonly mode?: "handoff" | "delegate";
  /** Of a delegation: what must be given back; left out, a `result` in words. */
  readonly result?: Schema;
  /** Of a delegation: after so many model calls the conversation goes back by itself. */
  readonly maxTurns?: number;
}
