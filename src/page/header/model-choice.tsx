import type { JSX } from "preact";
import type { ModelName } from "../../inspect/wire.ts";

/** Which model answers; `you` is whoever looks. */
export function ModelChoice({
  models,
  value,
  onChoose,
}: {
  readonly models: readonly ModelName[];
  readonly value: ModelName;
  readonly onChoose: (model: ModelName) => void;
}): JSX.Element {
  return (
    <label>
      <span>Model</span>
      <select value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        {models.map((name) => (
          <option key={name} value={name}>
            {name === "you" ? "you: choose every answer yourself" : name}
          </option>
        ))}
      </select>
    </label>
  );
}
