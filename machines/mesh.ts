import { defineGraph } from "handoff-machine";

/**
 * A full mesh: every agent may hand off to every other. Real graphs are sparse; this one shows how far the
 * machine goes, and what is drawn of it.
 *
 * @param size The number of agents, at least 1; there are `size * (size - 1)` handoffs.
 */
export const mesh = (size: number): ReturnType<typeof defineGraph<string>> => {
  const names = Array.from({ length: size }, (_, index) => `agent-${index + 1}`);
  const handoffsFrom = (name: string) => Object.fromEntries(names.filter((to) => to !== name).map((to) => [to, {}]));
  return defineGraph({
    id: `mesh-${size}`,
    start: "agent-1",
    agents: Object.fromEntries(
      names.map((name) => [
        name,
        {
          description: `Knows all about subject ${name.slice("agent-".length)}.`,
          instructions: "Answer what is your subject, and hand off what is not.",
          handoffs: handoffsFrom(name),
        },
      ]),
    ),
  });
};

/** A mesh of 30 agents with 870 handoffs. */
export const mesh30: ReturnType<typeof mesh> = mesh(30);
