import { useEffect, useState } from "preact/hooks";
import { usePage } from "../store/use-page.ts";

/** Whether the page is dark now: as it was chosen, or as the system is. */
export function useDarkness(): boolean {
  const theme = usePage((state) => state.theme);
  const [isSystemDark, setSystemDark] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const onChange = (): void => setSystemDark(query.matches);
    query.addEventListener("change", onChange);
    return () => query.removeEventListener("change", onChange);
  }, []);
  return theme === "auto" ? isSystemDark : theme === "dark";
}
