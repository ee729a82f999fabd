import type { JSX } from "preact";

/** Asks for a number over 0, or for nothing: no limit. */
export function NumberField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
}): JSX.Element {
  return (
    <label class="check-field">
      <span>{label}</span>
      <input
        type="number"
        min="1"
        inputMode="numeric"
        placeholder="no limit"
        value={value ?? ""}
        onChange={({ currentTarget }) => {
          const number = currentTarget.valueAsNumber;
          onChange(number > 0 ? number : undefined);
        }}
      />
    </label>
  );
}
