import type { JSX } from "preact";
import { lookOf } from "../store/agent-look.ts";
import { usePage } from "../store/use-page.ts";

/** An agent's letters on its colour. */
export function AgentInitial({ name }: { readonly name: string }): JSX.Element {
  const looks = usePage((state) => state.graph?.looksByAgent);
  const { initial, hue } = lookOf(looks ?? new Map(), name);
  return (
    <span class="agent-initial" style={{ "--hue": hue }} aria-hidden="true">
      {initial}
    </span>
  );
}

/** An agent's letters and its name. */
export function AgentTag({ name }: { readonly name: string }): JSX.Element {
  return (
    <span class="agent-tag">
      <AgentInitial name={name} />
      <span class="agent-name">{name}</span>
    </span>
  );
}
