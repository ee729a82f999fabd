/** Writes milliseconds in the largest unit that needs no fraction: `90 s`, `2 min`, `1500 ms`. */
export function durationLabel(milliseconds: number): string {
  const [unit = "ms", size = 1] = units.find(([, length]) => milliseconds > 0 && milliseconds % length === 0) ?? [];
  return `${milliseconds / size} ${unit}`;
}

const units: readonly (readonly [string, number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
];
