import { UsageError } from "../../errors.ts";
import type { ModelSettings } from "../../graph/model-settings.ts";
import type { JsonObject } from "../../json.ts";
import type { ModelMessage, ModelRequest, OfferedTool } from "../../runtime/ports.ts";
import type { OpenaiSettings } from "./openai-options.ts";
import { strictSchema } from "./strict-schema.ts";
import { dueToolChoice } from "./tool-choice.ts";

/** What a request says of tools, in the words that both wire formats share. */
export interface ToolOffer<Tool> {
  readonly tools?: Tool[];
  readonly tool_choice?: NonNullable<ModelSettings["toolChoice"]>;
  readonly parallel_tool_calls?: boolean;
}

/** Who is offered what, under which settings, and how a wire format writes a tool. */
export interface OfferFacts<Tool> extends Pick<ModelRequest, "agent" | "tools"> {
  readonly messages: readonly ModelMessage[];
  readonly settings: OpenaiSettings;
  readonly toTool: (tool: OfferedTool, strict: boolean) => Tool;
}

/**
 * Offers tools. Where there are none it says nothing: servers reject a choice among no tools.
 *
 * @throws {@link UsageError} `bad_option` when strict mode cannot express a tool.
 */
export function toolOffer<Tool>({ agent, tools, messages, settings, toTool }: OfferFacts<Tool>): ToolOffer<Tool> {
  if (tools.length === 0) return {};
  const { strict, parallelToolCalls, toolChoice } = settings;
  const choice = dueToolChoice({ agent, messages, toolChoice });
  return {
    tools: tools.map((tool) => toTool(tool, strict)),
    ...(choice !== undefined && { tool_choice: choice }),
    ...(parallelToolCalls !== undefined && { parallel_tool_calls: parallelToolCalls }),
  };
}

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
