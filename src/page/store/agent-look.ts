/** By what the eye finds an agent again: in the conversation, in the timeline. */
export interface AgentLook {
  readonly initial: string;
  /** In degrees. */
  readonly hue: number;
}

/** Neighbours in the definition get hues far apart: the golden angle, beginning where nothing means good or bad. */
const goldenAngle = 137.508;
const firstHue = 250;

/** Gives each agent a hue and one or two letters. */
export function agentLooks(names: readonly string[]): ReadonlyMap<string, AgentLook> {
  return new Map(
    names.map((name, index) => [
      name,
      { initial: initialOf(name), hue: Math.round((firstHue + index * goldenAngle) % 360) },
    ]),
  );
}

/** The look of an agent that the graph does not know. */
export function lookOf(looks: ReadonlyMap<string, AgentLook>, name: string): AgentLook {
  return looks.get(name) ?? { initial: initialOf(name), hue: firstHue };
}

/** `refundDesk` → `RD`, `triage` → `T`, `agent12` → `12`. */
function initialOf(name: string): string {
  const number = /\d{1,2}$/u.exec(name)?.[0];
  if (number !== undefined) return number;
  const words = name.split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u).filter((word) => word !== "");
  return words
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join("");
}
