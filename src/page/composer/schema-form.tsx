import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { isRecord, type JsonObject, type JsonValue } from "../../json.ts";
import { unreadKey } from "./argument-mistakes.ts";
import { type SchemaField, schemaFields } from "./schema-field.ts";

/** Asks for arguments, field by field; what has no simple form is written as JSON. */
export function SchemaForm({
  schema,
  value,
  onChange,
}: {
  readonly schema: JsonObject;
  readonly value: JsonObject;
  readonly onChange: (value: JsonObject) => void;
}): JSX.Element {
  const fields = schemaFields(schema);
  const prefix = useId();
  if (fields.length === 0) return <p class="remark">It takes no arguments.</p>;
  return (
    <div class="schema-form">
      {fields.map((field) => (
        <div key={field.name} class="schema-field">
          <label for={`${prefix} ${field.name}`}>
            {field.name}
            {!field.isRequired && <em> optional</em>}
          </label>
          <Field
            id={`${prefix} ${field.name}`}
            field={field}
            value={value[field.name]}
            onChange={(part) => {
              const { [field.name]: _, ...rest } = value;
              onChange(part === undefined ? rest : { ...rest, [field.name]: part });
            }}
          />
          {field.description !== "" && <small>{field.description}</small>}
        </div>
      ))}
    </div>
  );
}

interface FieldProps {
  readonly id: string;
  readonly field: SchemaField;
  readonly value: JsonValue | undefined;
  /** `undefined` leaves it out. */
  readonly onChange: (value: JsonValue | undefined) => void;
}

function Field({ id, field, value, onChange }: FieldProps): JSX.Element {
  const { kind, values, isRequired, isNullable } = field;
  const empty = isNullable ? null : isRequired ? "" : undefined;
  switch (kind) {
    case "boolean":
      return (
        <input
          id={id}
          type="checkbox"
          checked={value === true}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
      );
    case "number":
    case "integer":
      return (
        <input
          id={id}
          type="number"
          step={kind === "integer" ? 1 : "any"}
          value={typeof value === "number" ? value : ""}
          onInput={({ currentTarget }) => onChange(currentTarget.value === "" ? empty : currentTarget.valueAsNumber)}
        />
      );
    case "choice":
      return (
        <select
          id={id}
          value={String(indexOf(values, value))}
          onChange={({ currentTarget }) => onChange(values[Number(currentTarget.value)] ?? empty)}
        >
          {(!isRequired || isNullable) && <option value="-1">none</option>}
          {values.map((one, index) => (
            <option key={String(one)} value={String(index)}>
              {String(one)}
            </option>
          ))}
        </select>
      );
    case "json":
      return (
        <textarea
          id={id}
          rows={3}
          spellcheck={false}
          value={jsonText(value)}
          onInput={({ currentTarget }) => onChange(readJson(currentTarget.value, empty))}
        />
      );
    case "text":
      return (
        <input
          id={id}
          type="text"
          value={typeof value === "string" ? value : ""}
          onInput={({ currentTarget }) => onChange(currentTarget.value === "" ? empty : currentTarget.value)}
        />
      );
  }
}

function indexOf(values: readonly JsonValue[], value: JsonValue | undefined): number {
  return value === undefined ? -1 : values.indexOf(value);
}

function jsonText(value: JsonValue | undefined): string {
  if (value === undefined) return "";
  if (isRecord(value) && typeof value[unreadKey] === "string") return value[unreadKey];
  return JSON.stringify(value);
}

function readJson(text: string, empty: JsonValue | undefined): JsonValue | undefined {
  if (text.trim() === "") return empty;
  try {
    return JSON.parse(text);
  } catch {
    return { [unreadKey]: text };
  }
}
