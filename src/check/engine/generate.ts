/**
 * Makes a function from source text.
 *
 * @returns Null where a content security policy forbids generated code.
 */
export function generate<Generated>(parameters: readonly string[], source: string): Generated | null {
  try {
    const make = new Function(...parameters, `"use strict";\n${source}`);
    // The cast stands where text becomes a function: its type is what the author of the text says it is.
    return make as Generated;
  } catch (error) {
    // A mistake in the text would be ours, and must not hide as a missing permission.
    if (error instanceof SyntaxError) throw error;
    return null;
  }
}
