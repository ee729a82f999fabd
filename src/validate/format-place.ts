import type { Place } from "./diagnostic.ts";

/** Writes a place as one would reach it in code: `agents.triage.routes[0].when`. */
export function formatPlace(path: Place): string {
  return path.map(step).join("").replace(/^\./, "");
}

function step(key: string): string {
  if (/^\d+$/.test(key)) return `[${key}]`;
  return /^[\w$-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
