/** The frames of a stack from where a function was called, one a line; empty where the engine cannot tell. */
export function callSite(callee: (...parameters: never[]) => unknown): string {
  const place: { stack?: string } = {};
  Error.captureStackTrace?.(place, callee);
  const lines = place.stack?.split("\n") ?? [];
  return lines.filter((line) => frame.test(line)).join("\n");
}

const frame = /^\s+at /;

/** Gives an error the stack of a call site: what lies between is ours, and of no use to whoever reads it. */
export function thrownAt<Thrown extends Error>(error: Thrown, site: string): Thrown {
  if (site !== "") error.stack = `${error.name}: ${error.message}\n${site}`;
  return error;
}
