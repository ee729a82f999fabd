import type { Abstraction } from "./abstract/derive-model.ts";
import { type Move, stallEvent } from "./abstract/move.ts";
import { always } from "./engine/build-expression.ts";
import type { Command, Model } from "./engine/model.ts";

/** To stall serves nobody, the clock included. */
const stallGroup = 1;

/** The model with one command more, its last: nothing happens. */
export function withStalls(abstraction: Abstraction): Abstraction {
  const { model, moves } = abstraction;
  const stall: Command = {
    name: "nothing happens any more",
    owner: "clock",
    group: stallGroup,
    guard: always,
    updates: [],
  };
  const move: Move = {
    event: stallEvent,
    agent: null,
    to: null,
    enters: null,
    when: null,
    change: "continue",
    index: -1,
  };
  return { ...abstraction, model: { ...model, commands: [...model.commands, stall] }, moves: [...moves, move] };
}

/** The same model without its last command. */
export function withoutStall(model: Model): Model {
  return { ...model, commands: model.commands.slice(0, -1) };
}
