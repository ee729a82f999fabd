import type { OfferedTool } from "../../runtime/ports.ts";

/** The tools in the order in which they are chosen from: who speaks next before what is done. */
export function handoffsFirst(tools: readonly OfferedTool[]): readonly OfferedTool[] {
  const isAboutWord = ({ name }: OfferedTool): boolean =>
    /^(?:handoff_to_|return_to_)/u.test(name) || name === "end_conversation" || name === "ask_user";
  return [...tools.filter(isAboutWord), ...tools.filter((tool) => !isAboutWord(tool))];
}
