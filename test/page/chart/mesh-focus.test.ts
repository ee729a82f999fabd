import { expect, test } from "vitest";
import { mesh } from "../../../machines/mesh.ts";
import { supportDesk } from "../../../machines/support-desk.ts";
import { meshFocus } from "../../../src/page/chart/mesh-focus.ts";

test("the ways of a mesh are those of the agent that was picked, else of the one that has the conversation", () => {
  const graph = mesh(6);
  expect(meshFocus(graph, { picked: "agent:agent-3", active: "agent-2" })).toBe("agent-3");
  expect(meshFocus(graph, { picked: "state:agent-3.deciding", active: "agent-2" })).toBe("agent-2");
  expect(meshFocus(graph, { picked: null, active: null })).toBeNull();
  expect(meshFocus(supportDesk, { picked: "agent:billing", active: "triage" })).toBeNull();
});
