/** Writes a number of things: `1 agent`, `3 agents`. */
export function countLabel(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
