import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// The same page whoever builds it: tests have a NODE_ENV of their own, by which Vite would choose between editions of packages.
process.env.NODE_ENV = "production";

/** Builds the page into `dist/inspector`. It is mounted under any path, so every address in it is relative. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  logLevel: "warn",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: { format: "es" },
  build: {
    outDir: fileURLToPath(new URL("../../dist/inspector", import.meta.url)),
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
