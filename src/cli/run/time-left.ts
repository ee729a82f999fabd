/** Writes the time that is left in two units at most: `45 s`, `4 min 10 s`, `2 h 5 min`, `3 d 1 h`. */
export function timeLeft(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const first = units.findIndex(({ length }) => seconds >= length);
  if (first === -1) return "0 s";
  const counts = units.slice(first, first + 2).map(({ name, length }, index) => {
    const whole = index === 0 ? seconds : seconds % (units[first]?.length ?? 1);
    return { count: Math.floor(whole / length), name };
  });
  return counts
    .filter(({ count }) => count > 0)
    .map(({ count, name }) => `${count} ${name}`)
    .join(" ");
}

/** Lengths in seconds. */
const units: readonly { readonly name: string; readonly length: number }[] = [
  { name: "d", length: 86_400 },
  { name: "h", length: 3_600 },
  { name: "min", length: 60 },
  { name: "s", length: 1 },
];
