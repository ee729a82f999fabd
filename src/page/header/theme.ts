import { recall, remember } from "../store/memory.ts";
import type { PageState, Theme } from "../store/page-state.ts";
import type { Store } from "../store/store.ts";

const key = "handoff.theme";

/** The colours that were chosen the last time. */
export function rememberedTheme(): Theme {
  const known = recall(key);
  return known === "light" || known === "dark" ? known : "auto";
}

/** Gives the page the colours that are chosen, or else the system's as long as they are, and remembers the choice. */
export function keepTheme(store: Store<PageState>): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  let remembered: Theme | null = null;
  let given: boolean | null = null;

  function give(): void {
    const { theme } = store.get();
    if (theme !== remembered) remember(key, theme);
    remembered = theme;
    const isDark = theme === "auto" ? system.matches : theme === "dark";
    if (isDark === given) return;
    given = isDark;
    document.documentElement.dataset.colors = isDark ? "dark" : "light";
    store.change((state) => ({ ...state, isDark }));
  }

  give();
  system.addEventListener("change", give);
  store.subscribe(give);
}
