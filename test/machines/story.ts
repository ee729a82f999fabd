import { createRuntime, type Graph, type GraphShape, type Run, type Session, type Update } from "handoff-machine";
import { type Script, type ScriptedModel, scriptedModel } from "handoff-machine/testing";

/** A session of a machine whose model follows a script. */
export async function openStory<Shape extends GraphShape>(
  graph: Graph<Shape>,
  script: Script,
): Promise<{ readonly session: Session<Shape>; readonly model: ScriptedModel }> {
  const model = scriptedModel(script);
  return { session: await createRuntime(graph, { model }).open(), model };
}

/** Follows a run to its end and tells what happened, one line for each thing that matters to who speaks next. */
export async function told(run: Run): Promise<readonly string[]> {
  return (await Array.fromAsync(run)).flatMap(line);
}

function line(update: Update): readonly string[] {
  switch (update.type) {
    case "turn.ended":
      return update.text === "" ? [] : [`${update.agent}: ${update.text}`];
    case "tool.settled":
      return [`${update.tool} ${update.status}`];
    case "handoff.made":
      return [`${update.from} → ${update.to}${update.by === "handoff" ? "" : ` by ${update.by}`}`];
    case "handoff.refused":
      return [`${update.from} → ${update.to} ${update.status}`];
    case "approval.requested":
      return [`${update.name}?`];
    case "guardrail.tripped":
    case "guardrail.rewrote":
      return [`guardrail ${update.guardrail} ${update.type.slice("guardrail.".length)}`];
    case "reply.fixed":
      return [`${update.agent}, fixed: ${update.text}`];
    case "user.asked":
      return [`${update.agent} asks: ${update.question}`];
    case "operator.replied":
      return [`${update.agent}: ${update.text}`];
    case "limit.reached":
      return [`limit: ${update.limit}`];
    case "run.ended":
      return [update.status];
    default:
      return [];
  }
}

/** The names under which the model could call something when it was last asked. */
export function offered({ requests }: ScriptedModel): readonly string[] {
  return requests.at(-1)?.tools.map(({ name }) => name) ?? [];
}
