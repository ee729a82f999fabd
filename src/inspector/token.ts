import { createHash, timingSafeEqual } from "node:crypto";

/** The cookie that stands for a token: from it nobody finds the token. */
export interface TokenCookie {
  /** One for each token, so that inspectors on several ports of one host do not take each other's away. */
  readonly name: string;
  readonly value: string;
}

/** Makes the cookie of a token. */
export function cookieOf(token: string): TokenCookie {
  return {
    name: `handoff_inspector_${digest(`name ${token}`).toString("hex").slice(0, 8)}`,
    value: digest(`cookie ${token}`).toString("hex"),
  };
}

/** Whether two texts are the same, in a time that tells nothing of where they differ. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

/** The value of a cookie, of the header that has all of them. */
export function cookieIn(header: string | null, name: string): string | null {
  const found = (header ?? "").split(";").find((one) => one.trim().startsWith(`${name}=`));
  return found === undefined ? null : found.trim().slice(name.length + 1);
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
