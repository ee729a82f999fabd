export { openaiModel } from "./openai-model.ts";
export type { OpenaiModelOptions } from "./openai-options.ts";
export { type StrictSchema, strictSchema } from "./strict-schema.ts";
