import type { JSX } from "preact";
import { useState } from "preact/hooks";

/** Puts a text on the clipboard; where the browser does not let us, shows it to be copied by hand. */
export function CopyButton({ label, text }: { readonly label: string; readonly text: string }): JSX.Element {
  const [state, setState] = useState<"ready" | "copied" | "refused">("ready");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("refused");
    }
  };
  return (
    <>
      <button type="button" onClick={() => void copy()}>
        {state === "copied" ? "Copied" : label}
      </button>
      {state === "refused" && <textarea class="copy-text" readOnly aria-label={label} value={text} rows={4} />}
    </>
  );
}
