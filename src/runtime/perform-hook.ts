import { ToolError, UsageError } from "../errors.ts";
import { isRecord, lookup, toJson } from "../json.ts";
import type { ToolTask } from "../machine/effect.ts";
import type { ToolFailed, ToolReturned } from "../machine/event.ts";
import { agentOf } from "../machine/state.ts";
import { causeOf, failed, type ToolSurroundings } from "./perform-tool-call.ts";
import type { World } from "./world.ts";

/**
 * Calls what a handoff calls before it is taken. It ends in exactly one event: `tool.returned` when the handoff may go
 * on, `tool.failed` when it is refused, by a reason or by an error.
 */
export async function performHook(
  task: ToolTask,
  world: World,
  { agent, snapshot, signal }: Pick<ToolSurroundings, "agent" | "snapshot" | "signal">,
): Promise<ToolReturned | ToolFailed> {
  const { graph, session, clock } = world;
  const { call, attempt, tool: to, input } = task;
  const handoff = lookup(agentOf(graph, agent).handoffs, to);
  const { variables } = snapshot.context;
  const idempotencyKey = `${session}:${call}`;
  const facts = { session, agent, variables, from: agent, to, call, idempotencyKey, attempt, signal };
  try {
    const said: unknown = await handoff?.onHandoff?.(toJson(input), facts);
    if (isRecord(said) && typeof said.refuse === "string") {
      return failed(task, world, { code: "refused", message: said.refuse });
    }
    if (said !== undefined && said !== null) {
      throw new UsageError("bad_definition", {
        message: `onHandoff of the handoff to "${to}" gave neither nothing nor { refuse: "why" }.`, // so nobody agreed
      });
    }
    return { type: "tool.returned", call, attempt, output: null, set: {}, at: clock.now() };
  } catch (error) {
    const message = error instanceof ToolError ? error.message : `The handoff to ${to} could not be prepared.`;
    return failed(task, world, { code: "threw", message, cause: causeOf(error, 0) });
  }
}
