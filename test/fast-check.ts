import fc from "fast-check";

/*
 * The same cases at every run, so that a red test is red for everybody; `npm run soak` draws new ones, and more.
 */
const seed = process.env.PROPERTY_SEED ?? "20261122";
fc.configureGlobal(seed === "random" ? {} : { seed: Number(seed) });
