import type { Verdict } from "../check/engine/result.ts";
import type { Style } from "./screen.ts";

/** How verdicts look in the terminal. */
export const verdictStyles: Readonly<Record<Verdict | "faint" | "strong", Style>> = {
  holds: "green",
  violated: "red",
  vacuous: "yellow",
  unknown: "yellow",
  faint: "dim",
  strong: "bold",
};
