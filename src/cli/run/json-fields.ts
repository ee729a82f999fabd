import { UsageError } from "../../errors.ts";
import { isJson, isRecord, type JsonValue } from "../../json.ts";

/* Reads the fields of what came out of JSON.parse: what does not fit is an error that names the field. */

/** An object, and where it stands: `send.parts[0]`; empty for the line itself. */
export interface Fields {
  readonly place: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The fields of an object that has none but these. @throws {UsageError} `bad_event`. */
export function fieldsOf(value: unknown, place: string, known: readonly string[]): Fields {
  if (!isRecord(value)) throw misfit(place, `an object with ${listed(known)}`, value);
  const stranger = Object.keys(value).find((name) => !known.includes(name));
  if (stranger !== undefined) {
    throw new UsageError("bad_event", {
      message: `${nameOf(place, stranger)} is no field that is known here.`,
      hint: `Known: ${known.join(", ")}.`,
    });
  }
  return { place, values: value };
}

/** A text that must be there. @throws {UsageError} `bad_event`. */
export function textIn(fields: Fields, name: string): string {
  const value = fields.values[name];
  if (typeof value === "string") return value;
  throw misfit(nameOf(fields.place, name), "a text", value);
}

/** A text under its name, or nothing where it is left out. @throws {UsageError} `bad_event`. */
export function textsIn<const Name extends string>(
  fields: Fields,
  names: readonly Name[],
): { readonly [Key in Name]?: string } {
  const given = names.filter((name) => fields.values[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, textIn(fields, name)])) as { [Key in Name]?: string }; // built of names
}

/** One of few texts, or nothing where it is left out. @throws {UsageError} `bad_event`. */
export function choiceIn<const Value extends string>(
  fields: Fields,
  name: string,
  choices: readonly Value[],
): Value | undefined {
  const value = fields.values[name];
  if (value === undefined) return undefined;
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw misfit(nameOf(fields.place, name), listed(choices.map((choice) => JSON.stringify(choice))), value);
}

/** Any value under its name, or nothing where it is left out. */
export function valueIn<const Name extends string>(
  { place, values }: Fields,
  name: Name,
): { readonly [Key in Name]?: JsonValue } {
  const value = values[name];
  if (value === undefined) return {};
  if (isJson(value)) return { [name]: value } as { [Key in Name]: JsonValue }; // the one name there is
  throw misfit(nameOf(place, name), "less deeply nested", null);
}

/** What stands in a place where something else must. */
export function misfit(place: string, expected: string, found: unknown): UsageError {
  const shown = found === undefined ? "nothing" : shortened(JSON.stringify(found));
  return new UsageError("bad_event", { message: `${place} must be ${expected}, not ${shown}.` });
}

/** `a`, `a or b`, `a, b or c` */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "nothing";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} or ${last}`;
}

function nameOf(place: string, name: string): string {
  return place === "" ? name : `${place}.${name}`;
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
