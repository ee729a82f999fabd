import { ApiError } from "./api-error.ts";
import type { HandlerOptions } from "./inspector-options.ts";
import { isLoopback } from "./inspector-options.ts";
import { cookieIn, cookieOf, isSameSecret } from "./token.ts";

/*
 * Who may look, and who may do something.
 *
 * G1 Without a token, a server of this machine's own answers only under a name of this machine: a page of the internet
 *    whose name leads here (DNS rebinding) does not get through.
 * G2 With a token, nothing is answered without it.
 * G3 The hook is asked for every request; what it throws is a no.
 * G4 What changes something comes as JSON, and not from a page of another origin. Such a page may lead here, and no more:
 *    what it asks for would cost work and connections, though it could not read the answer.
 */

/** What a request is judged by. */
export interface GuardOptions extends Pick<HandlerOptions, "token" | "authorize"> {
  /** Whether the server listens on this machine only, so that its name must be one of this machine's (G1). */
  readonly isLocal: boolean;
}

/**
 * Lets a request through, or not.
 *
 * @throws {ApiError} `forbidden`, with what is missing.
 */
export async function guardRequest(request: Request, { token, authorize, isLocal }: GuardOptions): Promise<void> {
  if (isLocal && token === undefined) refuseForeignHost(request);
  if (token !== undefined && !knowsToken(request, token)) throw withoutToken();
  if (authorize !== undefined && !(await isAuthorized(request, authorize))) {
    throw new ApiError(403, { code: "forbidden", message: "You may not look at this inspector." });
  }
  const isReading = request.method === "GET" || request.method === "HEAD";
  if (!isReading || request.headers.get("sec-fetch-mode") !== "navigate") refuseForeignPage(request);
  if (!isReading) refuseOtherTypes(request);
}

/** The cookie to be set, where a request brings the token in its address. */
export function cookieFor(request: Request, { token }: GuardOptions, base: string): string | null {
  if (token === undefined || !isSameSecret(new URL(request.url).searchParams.get("token") ?? "", token)) return null;
  const { name, value } = cookieOf(token);
  const secure = new URL(request.url).protocol === "https:" ? "; Secure" : "";
  return `${name}=${value}; Path=${base === "" ? "/" : base}; HttpOnly; SameSite=Strict${secure}`;
}

function knowsToken(request: Request, token: string): boolean {
  const [, bearer] = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  const { name, value } = cookieOf(token);
  const cookie = cookieIn(request.headers.get("cookie"), name);
  const asked = new URL(request.url).searchParams.get("token");
  return (
    (bearer !== undefined && isSameSecret(bearer, token)) ||
    (cookie !== null && isSameSecret(cookie, value)) ||
    (asked !== null && isSameSecret(asked, token))
  );
}

function withoutToken(): ApiError {
  return new ApiError(401, {
    code: "forbidden",
    message: "This inspector needs its token.",
    hint: "Open the address with ?token=… behind it, or send Authorization: Bearer ….",
  });
}

function refuseForeignHost(request: Request): void {
  const { hostname } = new URL(request.url);
  const header = request.headers.get("host");
  const address = `http://${header ?? hostname}`;
  const named = URL.canParse(address) ? new URL(address).hostname : address;
  if (isLoopback(hostname) && isLoopback(named)) return;
  throw new ApiError(403, {
    code: "forbidden",
    message: `This inspector is not called ${named}.`,
    hint: "Open it as http://127.0.0.1 or http://localhost, or give it a token.",
  });
}

async function isAuthorized(request: Request, authorize: NonNullable<HandlerOptions["authorize"]>): Promise<boolean> {
  try {
    return (await authorize(request)) === true;
  } catch {
    return false;
  }
}

/** Browsers say from where a request comes. */
function refuseForeignPage(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const isOwn =
    site === null ? origin === null || isOrigin(origin, request) : site === "same-origin" || site === "none";
  if (!isOwn) throw new ApiError(403, { code: "forbidden", message: "Another page's requests are not obeyed." });
}

/** A form of another page can send anything but JSON without being asked. */
function refuseOtherTypes(request: Request): void {
  const type = request.headers.get("content-type") ?? "";
  if (/^application\/json\s*(;|$)/i.test(type)) return;
  throw new ApiError(415, {
    code: "bad_option",
    message: `content-type: expected application/json, found ${type === "" ? "none" : type}.`,
  });
}

function isOrigin(origin: string, request: Request): boolean {
  const host = request.headers.get("host") ?? new URL(request.url).host;
  return URL.canParse(origin) && new URL(origin).host === host;
}
