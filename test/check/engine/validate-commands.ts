import type { Model } from "../../../src/check/engine/model.ts";
import { validateExpression } from "../../../src/check/engine/validate-model.ts";
import { UsageError } from "../../../src/errors.ts";

/**
 * Judges the commands of a model, which the checker takes to be well formed.
 *
 * @throws {@link UsageError} `bad_definition` when a command speaks of a field that is not there, updates one twice, or has
 * a constant that is not a 32-bit integer.
 */
export function validateCommands({ fields, commands }: Model): void {
  const known = new Map(fields.map(({ name }) => [name, name]));
  for (const { name, guard, updates } of commands) {
    validateExpression(guard, known, `The guard of command "${name}"`);
    const updated = new Set<string>();
    for (const { field, value } of updates) {
      if (!known.has(field)) refuse(`Command "${name}" updates the unknown field "${field}".`);
      if (updated.has(field)) refuse(`Command "${name}" updates field "${field}" twice.`);
      updated.add(field);
      validateExpression(value, known, `The update of "${field}" by command "${name}"`);
    }
  }
}

function refuse(message: string): never {
  throw new UsageError("bad_definition", { message });
}
