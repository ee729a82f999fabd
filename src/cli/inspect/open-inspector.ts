import { type Inspector, inspect } from "../../inspector/inspect.ts";
import type { Runtime } from "../../runtime/create-runtime.ts";
import type { GraphModule } from "../load-graph.ts";
import { propertiesIn } from "../load-properties.ts";
import type { Interrupts } from "../run/interrupts.ts";
import type { Screen } from "../screen.ts";

/** Starts an inspector beside a session of this process, with the properties that stand beside its graph. */
export function openInspector(
  module: GraphModule,
  { runtime, ownModel }: { readonly runtime: Runtime; readonly ownModel: string | null },
): Promise<Inspector> {
  return inspect(runtime, { enabled: true, properties: propertiesIn(module), ownModel });
}

/** Tells where the inspector is; on stderr, as stdout is for what is said. */
export function tellInspector({ url }: Inspector, screen: Screen): void {
  screen.complain(`  ${screen.paintComplaint("dim", "inspector")}  ${screen.paintComplaint("cyan", url ?? "")}\n`);
}

/** Keeps an inspector until Ctrl-C. */
export async function keepInspector(
  inspector: Inspector,
  { screen, interrupts }: { readonly screen: Screen; readonly interrupts: Interrupts },
): Promise<void> {
  screen.complain(`\n  ${screen.paintComplaint("cyan", inspector.url ?? "")}  Ctrl-C ends it.`);
  const { promise, resolve } = Promise.withResolvers<void>();
  await interrupts.during(resolve, () => promise);
  screen.complain("");
  await inspector.close();
}
