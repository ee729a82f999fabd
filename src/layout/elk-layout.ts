import type { Layout } from "../draw/placed-picture.ts";
import { arrange } from "./arrange.ts";
import { loadElk } from "./load-elk.ts";

/**
 * Lays pictures out with ELK, in this thread: the package `elkjs` is loaded when it is first needed.
 *
 * @throws {UsageError} `missing_package` when it is not installed.
 */
export const elkLayout: Layout = async (picture) => arrange(await loadElk())(picture);
