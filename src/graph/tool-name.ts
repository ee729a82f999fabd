/** What providers accept as the name of a tool. */
export const toolNamePattern: RegExp = /^[a-zA-Z0-9_-]{1,64}$/;

/** Names of tools that the machine itself offers start with one of these. */
export const reservedToolPrefixes: readonly string[] = ["handoff_to_", "return_to_"];

/** The tool with which an agent's model ends the session. */
export const endToolName = "end_conversation";

/** The tool with which an agent's model asks the user. */
export const questionToolName = "ask_user";

/** The tool under which an agent's model is offered the handoff to `agent`. */
export function handoffToolName(agent: string): string {
  return `handoff_to_${sanitizeToolName(agent)}`;
}

/** The tool under which a delegate's model is offered the way back to `agent`. */
export function returnToolName(agent: string): string {
  return `return_to_${sanitizeToolName(agent)}`;
}

/** Replaces what no provider accepts in a tool's name. Two names can become one: `validateGraph` tells. */
export function sanitizeToolName(name: string): string {
  return name.replace(/[^a-zA-Z0-9_-]+/g, "_");
}
