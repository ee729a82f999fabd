import { UsageError } from "../../errors.ts";
import type { JsonObject } from "../../json.ts";
import type { OfferedTool } from "../../runtime/ports.ts";
import { strictSchema } from "./strict-schema.ts";

/**
 * Gives the schema under which a tool is offered: its own, or in strict mode the stricter one.
 *
 * @throws {@link UsageError} `bad_option` when strict mode cannot express the schema, with every reason.
 */
export function offeredParameters({ name, parameters }: OfferedTool, strict: boolean): JsonObject {
  if (!strict) return parameters;
  const result = strictSchema(parameters);
  if (result.ok) return result.schema;
  throw new UsageError("bad_option", {
    message: `Strict mode cannot express the arguments of tool "${name}": ${result.problems.join("; ")}.`,
    hint: "Change the tool's input schema, or leave out strict: arguments are checked in any case.",
  });
}
