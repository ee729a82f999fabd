export { type StatelyInspector, type StatelyOptions, statelyInspector } from "./stately-inspector.ts";
export type { StatelyTarget } from "./stately-target.ts";
