/**
 * Reads how long a server asks to wait, in milliseconds: `retry-after-ms`, else `retry-after` in seconds or as
 * an HTTP date (RFC 9110, section 10.2.3). Nothing when it does not say, or says it in no known way.
 */
export function readRetryAfter(headers: Pick<Headers, "get">, now: number): number | undefined {
  return readMilliseconds(headers.get("retry-after-ms"), 1) ?? readDelayOrDate(headers.get("retry-after"), now);
}

function readDelayOrDate(value: string | null, now: number): number | undefined {
  const delay = readMilliseconds(value, 1000);
  if (delay !== undefined || value === null) return delay;
  const date = Date.parse(value);
  return Number.isNaN(date) || !/[a-z]/i.test(value) ? undefined : Math.max(0, date - now);
}

function readMilliseconds(value: string | null, unit: number): number | undefined {
  return value !== null && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Math.ceil(Number(value) * unit) : undefined;
}
