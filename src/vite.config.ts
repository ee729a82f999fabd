import { globSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What the package and its command line begin with; `package.json` names them. */
const entries = [
  "src/index",
  "src/cli/bin",
  "src/inspector/index",
  "src/layout/index",
  "src/models/openai/index",
  "src/stately/index",
  "src/testing/index",
  ...globSync("machines/*.ts", { cwd: root }).map((file) => `machines/${basename(file, ".ts")}`),
];

/**
 * Puts the modules of the library together into few files: Node loads each file by itself, and of hundreds that takes
 * longer than all else at the start of a program. Declarations are TypeScript's.
 */
export default defineConfig({
  root,
  logLevel: "warn",
  build: {
    ssr: true,
    outDir: "dist",
    emptyOutDir: false,
    minify: false,
    target: "es2024",
    rolldownOptions: {
      input: Object.fromEntries(entries.map((entry) => [entry, `${entry}.ts`])),
      external: /^handoff-machine/,
      output: { entryFileNames: "[name].js", chunkFileNames: "src/chunks/[name].js" },
      checks: { pluginTimings: false },
    },
  },
});
