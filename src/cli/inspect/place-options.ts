import { randomUUID } from "node:crypto";
import { UsageError } from "../../errors.ts";
import { isLoopback, usualPort } from "../../inspector/inspector-options.ts";

/**
 * Reads `--port`.
 *
 * @throws {UsageError} `bad_option` unless it is the number of a port.
 */
export function portFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^[1-9]\d{0,4}$/.test(text) && port <= mostPort) return port;
  throw new UsageError("bad_option", {
    message: `--port cannot be ${JSON.stringify(text)}.`,
    hint: `Give a number from 1 to ${mostPort}, for instance ${usualPort}.`,
  });
}

const mostPort = 65_535;

/**
 * Reads `--token`, and makes one for `auto`.
 *
 * @throws {UsageError} `bad_option` when it is empty, or there is none and others can reach the host.
 */
export function tokenFrom(text: string | undefined, host: string | undefined): string | undefined {
  if (text === "auto") return randomUUID();
  if (text === "") {
    throw new UsageError("bad_option", { message: "--token cannot be empty.", hint: "`--token auto` makes one." });
  }
  if (text !== undefined || host === undefined || isLoopback(host)) return text;
  throw new UsageError("bad_option", {
    message: `Others can reach ${host}, and there is no token.`,
    hint: "Add `--token auto`, which makes one, or leave --host out: 127.0.0.1.",
  });
}
