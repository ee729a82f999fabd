import type { Guard } from "./guard.ts";
import type { InferOutput, Schema } from "./schema.ts";
import type { Tool } from "./tool.ts";

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
  /** Budgets of one exchange; `null` lifts one. Left out: 25 model calls, 8 handoffs, 8 refusals. */
  readonly limits?: {
    readonly modelCalls?: number | null;
    readonly handoffs?: number | null;
    readonly refusals?: number | null;
  };
  /** What happens when a budget is spent: wait for the user (the default), go to an agent once, or fail (resumably). */
  readonly onLimit?: "askUser" | "fail" | { readonly handoff: NoInfer<Agent> };
  /** Who gets the next user message: the agent that spoke last (the default), or the start agent. */
  readonly entry?: "last" | "start";
  /** Several handoffs in one reply: the first that is open is taken (the default), or none. */
  readonly severalHandoffs?: "first" | "refuseAll";
  /** How often a failed model call is tried again, and how many milliseconds lie between. Left out: 2, 500, 30,000. */
  readonly retry?: { readonly attempts?: number; readonly baseDelay?: number; readonly maxDelay?: number };
  /** When the session is over, read before every model call and after every answer. */
  readonly ends?: readonly {
    readonly when: Guard<NoInfer<ValuesOf<VariablesSchema>>>;
    /** How the end is called in records. */
    readonly outcome: string;
  }[];
  /** How many delegations may be open within one another. Left out: 4. */
  readonly delegationDepth?: number;
}

/** All agents but one; any name where the names are not literals. */
type Others<Agent extends string, Name extends string> = string extends Agent ? Agent : Exclude<Agent, Name>;

/** An agent as it is written; `Agent` are the agents it may hand off to. */
export interface AgentDefinition<Agent extends string, ToolName extends string, Values> {
  /** `human`: an operator owns the conversation; no model is called. */
  readonly kind?: "model" | "human";
  /** For the other agents' models: what this one is for. */
  readonly description?: string;
  /** For this agent's model. */
  readonly instructions?: string;
  readonly tools?: readonly ToolName[];
  /** To whom it may hand the conversation, and under which conditions. */
  readonly handoffs?: { readonly [To in Agent]?: HandoffDefinition<Values> };
  /** Read before the model is called: the first whose guard holds takes the conversation, without a model. */
  readonly routes?: readonly { readonly when?: Guard<Values>; readonly to: Agent }[];
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
  /** How often it can be taken in one session. */
  readonly maxTimes?: number;
  /** `delegate`: the target may give the conversation back with `return_to_<agent>`. */
  readonly mode?: "handoff" | "delegate";
}
