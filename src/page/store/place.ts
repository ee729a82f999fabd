import type { PageState } from "./page-state.ts";

/** Where the page looks: kept in the address, so that it can be shared and survives a reload. */
export type Place = Pick<PageState, "session" | "position" | "level">;

/** Reads a place from the part of the address behind `#`. */
export function readPlace(hash: string): Place {
  const fields = new URLSearchParams(hash.replace(/^#/u, ""));
  const at = fields.get("at");
  return {
    session: fields.get("session"),
    position: at !== null && /^\d{1,9}$/u.test(at) ? Number(at) : null,
    level: fields.get("level") === "states" ? "states" : "agents",
  };
}

/** Writes a place; what is as usual is left out. */
export function writePlace({ session, position, level }: Place): string {
  const fields = new URLSearchParams();
  if (session !== null) fields.set("session", session);
  if (position !== null) fields.set("at", String(position));
  if (level === "states") fields.set("level", level);
  return `#${fields}`;
}
