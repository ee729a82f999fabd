/** How a drawing is coloured; `auto`: as whoever looks prefers. */
export type Theme = "light" | "dark" | "auto";

type Palette = Readonly<Record<keyof typeof light, string>>;

/** Text on paper has a contrast of 4.5 at least, strokes of 3. */
const light = {
  paper: "#ffffff",
  ink: "#172033",
  muted: "#56627a",
  arrow: "#6b7a94",
  frame: "#a9b4c8",
  agent: "#f1f5fe",
  "agent-edge": "#3566c9",
  human: "#fff6dc",
  "human-edge": "#9a6d0b",
  user: "#e8f6ee",
  "user-edge": "#237a48",
  group: "#f7f9fc",
  state: "#ffffff",
  unknown: "#fdecec",
  "unknown-edge": "#b3261e",
  guard: "#0a6b41",
  approval: "#8a4b00",
  tool: "#5b35a8",
  payload: "#1f56a8",
  guardrail: "#8a3fb8",
  limit: "#a2480f",
  lit: "#0b7a5b",
  "lit-fill": "#d9f3e8",
  refused: "#b3261e",
  added: "#1a7f37",
  removed: "#b3261e",
  changed: "#9a6700",
} as const;

const dark: Palette = {
  paper: "#0d1117",
  ink: "#e9eef7",
  muted: "#9ba8bf",
  arrow: "#8090ad",
  frame: "#46536b",
  agent: "#131f38",
  "agent-edge": "#6f9cf5",
  human: "#2a2310",
  "human-edge": "#d8ab45",
  user: "#0f2619",
  "user-edge": "#52c088",
  group: "#11161f",
  state: "#161d29",
  unknown: "#2d1414",
  "unknown-edge": "#f2857d",
  guard: "#55dda1",
  approval: "#f3b761",
  tool: "#c7abff",
  payload: "#8fbcff",
  guardrail: "#d59bf6",
  limit: "#f0a06a",
  lit: "#3fdba6",
  "lit-fill": "#0f3328",
  refused: "#ff8f86",
  added: "#5fd67c",
  removed: "#ff8f86",
  changed: "#eab84b",
};

/**
 * Writes the rules of a theme: of one that is chosen with its colours, so that they are seen where nothing knows CSS
 * variables; of `auto` with variables, which a page may set too.
 */
export function themed(rules: string, theme: Theme): string {
  if (theme !== "auto") {
    const palette: Readonly<Record<string, string>> = { light, dark }[theme];
    return rules.replaceAll(/var\(--([\w-]+)\)/g, (_, name: string) => palette[name] ?? "none");
  }
  return `${variables(light)}@media (prefers-color-scheme:dark){${variables(dark)}}${rules}`;
}

/** Sets the colours of a theme as CSS variables of what has the class `handoff-drawing`. */
export function themeVariables(theme: "light" | "dark"): string {
  return variables({ light, dark }[theme]);
}

function variables(palette: Palette): string {
  const list = Object.entries(palette).map(([name, value]) => `--${name}:${value}`);
  return `.handoff-drawing{${list.join(";")}}`;
}
