/** Mixes one more word into a hash of 32-bit words; both engines and all tables use it. */
export function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, -1640531535);
  return mixed ^ (mixed >>> 15);
}

/** The same as {@link mix}, as statements of generated code that change the variable `hash`. */
export function mixSource(hash: string, word: string): string {
  return `${hash} = Math.imul(${hash} ^ ${word}, -1640531535); ${hash} ^= ${hash} >>> 15;`;
}
