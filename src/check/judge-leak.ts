import { InternalError } from "../errors.ts";
import { followResult } from "./abstract/follow-result.ts";
import { withoutChatter } from "./chatter.ts";
import { checkModel } from "./engine/check-model.ts";
import type { Property } from "./engine/property.ts";
import type { GraphProperty } from "./graph-property.ts";
import type { Judged } from "./graph-result.ts";
import { judgedOf } from "./judged-of.ts";
import type { View } from "./look.ts";
import { withoutStall } from "./stall.ts";

/** Whether an agent is shown the results of a tool: asked of a model that tells where they stand. */
export function judgeLeak(view: View, leak: Extract<GraphProperty, { kind: "leaksNot" }>): Judged {
  const { abstraction, look } = view;
  const { model, shown } = followResult(abstraction, leak);
  const property: Property = { name: leak.name, kind: "never", what: shown };
  const followed = withoutStall(withoutChatter(model, abstraction));
  const { exploration, results } = checkModel(followed, [property], look.engine);
  const [result] = results;
  if (result === undefined) throw new InternalError(`Nothing was found about the property "${leak.name}".`);
  return judgedOf({ ...view, exploration }, property, result);
}
