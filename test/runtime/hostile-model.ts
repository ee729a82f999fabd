import { type Graph, type ModelCall, type ModelClient, ModelError, type OfferedTool } from "handoff-machine";
import { agentsOf, handoffsOf } from "../../src/graph/graph.ts";
import { toolNames } from "../arbitraries/tools.ts";
import { imbalance } from "../machine/balance.ts";
import { type Draw, oneOf } from "../machine/hostile/draw.ts";

const texts = [
  "{}",
  "",
  "[]",
  "null",
  '{"what":"x"}',
  '{"what":1}',
  '{"sum":9}',
  "{",
  '{"reason":"refuse me"}',
  '{"result":2}',
  '{"question":"Which?"}',
  '{"what":"secret"}',
  '{"what":"bad"}',
] as const;
const sayings = ["", "Well.", "Well.", "bad words", "a secret", "throw it", '{"ok":true}', "bye 9"] as const;

const fitting: Readonly<Record<string, string>> = {
  look: '{"what":"x"}',
  lend: '{"sum":9}',
  ask_user: '{"question":"Which?"}',
};

/** A model that calls anything with anything, many times, says what guardrails wait for, or fails. */
export function hostileModel(graph: Graph, draw: Draw, onRequest: (imbalance: string | null) => void): ModelClient {
  const agents = agentsOf(graph).map(({ name }) => name);
  const names = [
    "nothing",
    "",
    "constructor",
    "end_conversation",
    "ask_user",
    ...toolNames,
    ...toolNames,
    ...agents.flatMap((name) => [`handoff_to_${name}`, `return_to_${name}`]),
    ...handoffsOf(graph).map(({ tool }) => tool),
  ] as const;
  const arbitraryCall = (offered: readonly OfferedTool[]): ModelCall => {
    const own = offered[draw(Math.max(1, offered.length))]?.name;
    const name = draw(3) === 0 || own === undefined ? (names[draw(names.length)] ?? "") : own;
    const fits = draw(3) > 0 ? fitting[name] : undefined;
    return { id: draw(3) === 0 ? null : `id${draw(2)}`, name, arguments: fits ?? oneOf(draw, texts) };
  };
  return {
    provider: "hostile",
    generate: async ({ messages, tools }, { onDelta }) => {
      onRequest(imbalance(messages));
      if (draw(10) === 0) throw new ModelError("server_error", { message: "It broke.", retryable: draw(2) === 0 });
      const text = oneOf(draw, sayings);
      if (text !== "") onDelta(text);
      const calls = draw(3) === 0 ? [] : Array.from({ length: draw(5) }, () => arbitraryCall(tools));
      return { text, calls, usage: { inputTokens: draw(40), outputTokens: 1 }, model: "m-small" };
    },
  };
}
