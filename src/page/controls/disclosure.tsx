import { type ComponentChildren, createContext, type JSX } from "preact";
import { useContext, useState } from "preact/hooks";

/** What has been opened stays so while it is scrolled out of sight. */
export const OpenedContext = createContext<Set<string>>(new Set());

/** Something that shows more of itself when it is opened; closed, it makes nothing of what is in it. */
export function Disclosure({
  name,
  summary,
  children,
}: {
  /** Unique where it is remembered. */
  readonly name: string;
  readonly summary: ComponentChildren;
  readonly children: () => ComponentChildren;
}): JSX.Element {
  const opened = useContext(OpenedContext);
  const [isOpen, setOpen] = useState(opened.has(name));
  const toggle = (open: boolean): void => {
    if (open) opened.add(name);
    else opened.delete(name);
    setOpen(open);
  };
  return (
    <details class="disclosure" open={isOpen} onToggle={({ currentTarget }) => toggle(currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && <div class="disclosed">{children()}</div>}
    </details>
  );
}
