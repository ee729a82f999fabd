import type { ComponentChildren, JSX } from "preact";

/** Names and what stands behind them; what is `null` is left out. */
export function FactList({
  facts,
}: {
  readonly facts: readonly (readonly [string, ComponentChildren | null])[];
}): JSX.Element {
  return (
    <dl class="facts-list">
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
