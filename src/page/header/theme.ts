import { recall, remember } from "../store/memory.ts";
import type { Theme } from "../store/page-state.ts";

const key = "handoff.theme";

/** The colours that were chosen the last time. */
export function rememberedTheme(): Theme {
  const known = recall(key);
  return known === "light" || known === "dark" ? known : "auto";
}

/** Sets the colours of the page, and remembers them. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  remember(key, theme);
}
