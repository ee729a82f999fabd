import type { Abstraction } from "./abstract/derive-model.ts";
import { placeField, placeOf } from "./abstract/layout.ts";
import type { Move } from "./abstract/move.ts";
import { all, eq, never } from "./engine/build-expression.ts";
import type { Command, Model } from "./engine/model.ts";
import type { EventPattern } from "./pattern.ts";

/*
 * While one message of the user waits, another changes nothing that the model has. So it is no step of it, and only who
 * asks how often, or where, the user says something needs it: these commands say it.
 */

/** The model with the messages that are said while another waits, behind all its commands. */
export function withChatter(abstraction: Abstraction): Abstraction {
  const { layout, model, moves } = abstraction;
  const { graph, places } = layout;
  const busy = ["awaitingModel", "awaitingTools", "deciding"] as const;
  const inners = graph.whilePending === "stage" ? [...busy, "awaitingApproval" as const] : busy;
  const spots = Object.keys(graph.agents).flatMap((agent) => inners.map((inner) => ({ agent, inner })));
  const commands = spots.map(
    ({ agent, inner }): Command => ({
      name: "says something meanwhile",
      owner: "user",
      guard: all(eq(placeField, places.indexOf(placeOf(agent, inner))), eq("staged", 1)),
      updates: [],
    }),
  );
  const said = spots.map(
    ({ agent }): Move => ({
      event: "user.message",
      agent,
      to: agent,
      enters: null,
      when: null,
      change: "stage",
      index: -1,
    }),
  );
  return {
    ...abstraction,
    model: { ...model, commands: [...model.commands, ...commands] },
    moves: [...moves, ...said],
  };
}

/** The same model, in which these are never said; its commands stand where they stood. */
export function withoutChatter(model: Model, { moves }: Pick<Abstraction, "moves">): Model {
  const commands = model.commands.map((command, index) =>
    moves[index]?.change === "stage" && command.updates.length === 0 ? { ...command, guard: never } : command,
  );
  return { ...model, commands };
}

/** Whether a property asks when the user says something. */
export function asksForSaying(property: object): boolean {
  return Object.values(property).some(isSaying);
}

function isSaying(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(isSaying);
  if (typeof part !== "object" || part === null) return false;
  return ("says" satisfies keyof Extract<EventPattern, { says: true }>) in part || Object.values(part).some(isSaying);
}
