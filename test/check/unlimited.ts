/** No budget at all: what a graph does is then told by its fields alone. */
export const unlimited = {
  modelCalls: null,
  toolCalls: null,
  handoffs: null,
  refusals: null,
  repairs: null,
  tokens: null,
  cost: null,
  time: null,
  pingPong: null,
} as const;
