/*
 * dependency-cruiser reads TypeScript with the classic compiler API, which TypeScript 7 does not have. The one of
 * 5.9 is installed under another name for the type tests: give it that one.
 */
import { registerHooks } from "node:module";

registerHooks({
  resolve: (specifier, context, next) =>
    next(/^typescript(\/|$)/.test(specifier) ? specifier.replace("typescript", "typescript-5.9") : specifier, context),
});
