import { InternalError } from "../../errors.ts";
import type { Command } from "./model.ts";

/** What to throw when an update leaves its field's range: the model was derived wrongly. */
export function updateFault(command: Command, field: string, value: number): InternalError {
  return new InternalError(`Command "${command.name}" sets field "${field}" to ${value}, which is out of its range.`);
}
