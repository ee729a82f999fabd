import { afterEach, expect, test, vi } from "vitest";
import { supportDesk } from "../../../machines/support-desk.ts";
import { chooseInspected } from "../../../src/cli/inspect/choose-inspected.ts";
import type { Graph } from "../../../src/graph/graph.ts";

const graph = supportDesk as unknown as Graph; // its names are data here

afterEach(() => {
  vi.unstubAllEnvs();
});

function given(values: Readonly<Record<string, string>>) {
  const textOf = (option: string): string | undefined => values[option];
  const textsOf = (option: string): readonly string[] => [textOf(option) ?? []].flat();
  return { operands: [], isSet: () => false, textOf, textsOf };
}

test("without a model, whoever looks is the only one", async () => {
  vi.stubEnv("OPENAI_MODEL", "");
  expect(await chooseInspected(graph, given({}))).toMatchObject({ ownModel: null });
});

test.each(["fallback", "api"])("--%s without a model is not passed over", async (option) => {
  for (const name of ["OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"]) vi.stubEnv(name, "");
  await expect(chooseInspected(graph, given({ [option]: "chat" }))).rejects.toMatchObject({ code: "bad_option" });
});
