/** What the browser kept from an earlier visit; `null` where it keeps nothing, or does not let us ask. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps something for the next visit, where the browser allows it. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A page in a frame or a private window may have no storage: then the next visit begins anew.
  }
}
