import type { GraphProperty } from "../check/graph-property.ts";
import type { Graph } from "../graph/graph.ts";
import type { JsonObject } from "../json.ts";

/** Writes a graph as JSON from which {@link graphFromJson} makes one that validates, draws and checks alike, without what runs. */
export type GraphToJson = (graph: Graph, properties: readonly GraphProperty[]) => JsonObject;

/** Reads what {@link GraphToJson} wrote. */
export type GraphFromJson = (json: JsonObject) => Graph;
