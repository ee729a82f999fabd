import { defineGraph, type Graph, type HandoffDefinition, toolFor } from "handoff-machine";
import { z } from "zod";

const variables = z.object({ verified: z.boolean(), plan: z.enum(["free", "pro"]), amount: z.number() });
const tool = toolFor(variables);
const tools = {
  lookUp: tool({ description: "Looks a case up.", run: () => ({ output: null }) }),
  verify: tool({
    description: "Checks who it is.",
    writes: ["verified"],
    run: () => ({ output: null, set: { verified: true } }),
  }),
  pay: tool({ description: "Pays.", approval: true, run: () => ({ output: null }) }),
};

const departments = [
  "billing",
  "orders",
  "returns",
  "shipping",
  "accounts",
  "technical",
  "sales",
  "legal",
  "press",
  "partners",
];
const fields = ["europe", "america", "asia", "business", "private", "premium", "archive", "disputes", "import"];

/**
 * A desk as companies have them, of so many agents: triage, departments, specialists of each, who hand back. Some ways are
 * guarded, some need approval, one department delegates, and one specialist in ten is a person.
 */
export function treeGraph(size: number): Graph {
  const count = Math.min(departments.length, Math.max(2, Math.round(Math.sqrt(size - 1))));
  const heads = departments.slice(0, count);
  const specialists = Array.from({ length: size - 1 - count }, (_, index) => {
    const head = heads[index % count] ?? "billing";
    return { head, index, name: `${head}-${fields[Math.floor(index / count)] ?? index}` };
  });
  const agents = {
    triage: {
      description: "Finds out what it is about.",
      tools: ["verify"],
      handoffs: Object.fromEntries(
        heads.map((head, index) => [head, index % 3 === 1 ? { when: { verified: true } } : {}]),
      ),
    },
    ...Object.fromEntries(
      heads.map((head, index) => {
        const own = specialists.filter((one) => one.head === head);
        return [
          head,
          {
            description: `Is in charge of ${head}.`,
            tools: ["lookUp"],
            handoffs: {
              triage: {},
              ...Object.fromEntries(own.map(({ name }, place) => [name, wayDown(index, place)])),
            },
          },
        ];
      }),
    ),
    ...Object.fromEntries(specialists.map(({ head, index, name }) => [name, specialist(head, index)])),
  };
  return defineGraph({
    id: `desk-of-${size}`,
    start: "triage",
    variables,
    initial: { verified: false, plan: "free", amount: 0 },
    tools,
    agents: agents as never, // its names are made here, which the types cannot follow
    limits: { modelCalls: 25, handoffs: 8 },
  }) as Graph;
}

type Way = HandoffDefinition<z.infer<typeof variables>>;

function wayDown(department: number, place: number): Way {
  if (department === 2) return { mode: "delegate", maxTurns: 3 };
  if (place % 4 === 1) return { when: { plan: "pro" }, input: z.object({ orderId: z.string() }) };
  if (place % 4 === 3) return { when: { all: [{ verified: true }, { amount: { atMost: 500 } }] }, approval: true };
  return {};
}

function specialist(head: string, index: number): object {
  const isReturned = departments.indexOf(head) === 2;
  const back = { handoffs: isReturned ? {} : { [head]: {} } };
  if (index % 10 === 9 && !isReturned) return { kind: "human", description: "A person.", ...back };
  return { description: "Knows its field.", tools: index % 5 === 0 ? ["lookUp", "pay"] : ["lookUp"], ...back };
}
