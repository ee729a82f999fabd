import { durationLabel } from "../graph/duration-label.ts";

/** Tells that a person must allow something, and in which time; `expires` is in milliseconds. */
export function approvalNote(expires: number | null): string {
  return expires === null ? "needs approval" : `needs approval within ${durationLabel(expires)}`;
}
