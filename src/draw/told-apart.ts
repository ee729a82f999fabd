/** Gives every name of a list one of its own: what comes again gets a number behind it, from 2. */
export function toldApart(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let count = 2; taken.has(free); count++) free = `${name} ${count}`;
    taken.add(free);
    return free;
  });
}
