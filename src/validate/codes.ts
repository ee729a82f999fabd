/** How bad a finding is: an `error` cannot be compiled, a `warning` hardly is what was meant, an `info` is worth knowing. */
export type Severity = "error" | "warning" | "info";

/** What is known of a code before anything is found. */
export interface CodeEntry {
  readonly severity: Severity;
  /** One line, for lists. */
  readonly title: string;
}

/** The code of a finding: stable, programs may branch on it. */
export type DiagnosticCode =
  | "agent-name-too-long"
  | "colliding-tool-names"
  | "conditional-route-cycle"
  | "constant-variable"
  | "cost-without-prices"
  | "default-mesh"
  | "delegate-to-human"
  | "duplicate-tool"
  | "empty-name"
  | "end-holds-initially"
  | "end-never-holds"
  | "guard-always-holds"
  | "guard-mistake"
  | "guard-never-holds"
  | "guardrail-mistake"
  | "human-start"
  | "human-without-handoffs"
  | "input-not-object"
  | "input-not-strict"
  | "input-without-json-schema"
  | "limit-target-can-loop"
  | "mismatched-value"
  | "missing-description"
  | "missing-instructions"
  | "missing-tool-description"
  | "model-never-called"
  | "number-out-of-range"
  | "offer-without-guard"
  | "optional-variable"
  | "reserved-name"
  | "reserved-tool-prefix"
  | "reserved-variable-name"
  | "route-cycle"
  | "self-handoff"
  | "self-route"
  | "shadowed-route"
  | "unknown-agent"
  | "unknown-argument"
  | "unknown-start"
  | "unknown-target"
  | "unknown-tool"
  | "unknown-value"
  | "unknown-variable"
  | "unlimited-cycle"
  | "unreachable-agent"
  | "unreadable-variable"
  | "unusable-initial"
  | "unusable-name"
  | "unusable-tool-name"
  | "unusable-variables"
  | "unused-guardrail"
  | "unused-on-human"
  | "unused-option"
  | "unused-tool"
  | "unused-variable";

/** Every code with its severity and title: the one list that pages, tables and findings are made from. */
export const diagnosticCodes: Readonly<Record<DiagnosticCode, CodeEntry>> = {
  "agent-name-too-long": error("An agent's name leaves no room for the tool that hands off to it."),
  "colliding-tool-names": error("Two things would be offered to a model under one tool name."),
  "conditional-route-cycle": warning("For some values of the variables, routes lead round in a circle."),
  "constant-variable": warning("Guards read a variable that no tool and no handoff writes."),
  "cost-without-prices": error("Costs are asked for, but no prices are given."),
  "default-mesh": info("No handoff is declared, so every agent may hand off to every other."),
  "delegate-to-human": warning("A delegation goes to a person, who has no tool to return with."),
  "duplicate-tool": warning("An agent lists the same tool twice."),
  "empty-name": error("A name is empty."),
  "end-holds-initially": warning("A session would be over before its first model call."),
  "end-never-holds": warning("A condition of an end can never hold."),
  "guard-always-holds": warning("A guard holds whatever its variables are."),
  "guard-mistake": error("A part of a guard cannot be read."),
  "guard-never-holds": warning("A guard holds for no value that its variables can have."),
  "guardrail-mistake": error("A guardrail asks for what cannot be done where it checks."),
  "human-start": info("Every session begins with a person."),
  "human-without-handoffs": info("A person cannot hand the conversation back."),
  "input-not-object": error("What a model must fill in is not an object."),
  "input-not-strict": info("No provider can hold a model strictly to a schema."),
  "input-without-json-schema": error("What a model must fill in has no JSON Schema."),
  "limit-target-can-loop": info("The agent that a spent budget leads to can spend it again."),
  "mismatched-value": error("A guard compares a variable with a value of another type, or a handoff sets it to one."),
  "missing-description": warning("No description tells the other agents' models when to hand off to an agent."),
  "missing-instructions": warning("A model agent has no instructions."),
  "missing-tool-description": warning("No description tells the model what a tool does."),
  "model-never-called": warning("An agent always routes away, so what it has for its model is never used."),
  "number-out-of-range": error("A number is outside of what its option allows."),
  "offer-without-guard": info('`offer: "always"` has no effect on a handoff that has no guard.'),
  "optional-variable": warning("A variable may be absent, which no guard can ask for."),
  "reserved-name": error("A name is taken by the machine or by the language."),
  "reserved-tool-prefix": error("A tool's name begins like those that the machine itself offers."),
  "reserved-variable-name": error("A variable's name is a word of guards."),
  "route-cycle": error("Routes always lead round in a circle, and no model is ever called."),
  "self-handoff": error("An agent may hand off to itself."),
  "self-route": error("An agent leads to itself without a model."),
  "shadowed-route": warning("A route or another rule is never taken, since those before it always come first."),
  "unknown-agent": error("A guardrail or an end names something that is not an agent of the graph."),
  "unknown-argument": error("An approval reads an argument that the tool does not take."),
  "unknown-start": error("The start is not an agent of the graph."),
  "unknown-target": error("Something leads to what is not an agent of the graph."),
  "unknown-tool": error("An agent, a guardrail or an end names a tool that the graph does not have."),
  "unknown-value": error("A guard asks for a value that the variable never has, or a handoff sets it to one."),
  "unknown-variable": error("A guard reads a variable that is not declared, or a tool or a handoff writes one."),
  "unlimited-cycle": error("Agents answer one another without end, and nothing stops them."),
  "unreachable-agent": warning("No way leads from the start to an agent."),
  "unreadable-variable": info("A guard reads a variable of a type that cannot be analysed."),
  "unusable-initial": error("The initial values do not fit the variables."),
  "unusable-name": error("A name has characters that the machine cannot use, or too many."),
  "unusable-tool-name": error("A tool has a name that providers reject."),
  "unusable-variables": error("The schema of the variables cannot be used."),
  "unused-guardrail": warning("A guardrail never checks anything."),
  "unused-on-human": warning("A person is given what only models use."),
  "unused-option": warning("An option has no effect where it stands."),
  "unused-tool": warning("No agent has a tool."),
  "unused-variable": info("No guard reads a variable, and no tool and no handoff writes it."),
};

function error(title: string): CodeEntry {
  return Object.freeze({ severity: "error", title });
}

function warning(title: string): CodeEntry {
  return Object.freeze({ severity: "warning", title });
}

function info(title: string): CodeEntry {
  return Object.freeze({ severity: "info", title });
}
