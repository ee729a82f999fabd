export { defineGraph } from "./graph/define-graph.ts";
export { tool, toolFor } from "./graph/tool.ts";
