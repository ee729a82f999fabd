import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`../src/${path}`, import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  resolve: {
    alias: [
      { find: /^handoff-machine$/, replacement: source("index.ts") },
      { find: /^handoff-machine\/inspector$/, replacement: source("inspector/index.ts") },
      { find: /^handoff-machine\/openai$/, replacement: source("models/openai/index.ts") },
      { find: /^handoff-machine\/stately$/, replacement: source("stately/index.ts") },
      { find: /^handoff-machine\/svg$/, replacement: source("layout/index.ts") },
      { find: /^handoff-machine\/testing$/, replacement: source("testing/index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/types/fixtures/**"],
    globalSetup: ["test/global-setup.ts"],
    setupFiles: ["test/fast-check.ts"],
    // A shared computer can be several times slower for a while: what hangs is found all the same.
    testTimeout: 120_000,
    // The files share no mutable module, so a worker may keep what it has loaded: half of the processor time.
    isolate: false,
    maxWorkers: "100%",
  },
});
