// The place at which the command line still looks for it.
export { didYouMean, suggestName } from "../suggest-name.ts";
