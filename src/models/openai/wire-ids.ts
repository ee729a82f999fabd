/** Ids of calls for one request, handed out in the order of the conversation. */
export interface WireIds {
  /** Gives a call an id that no other call of the request has: its own, if it has one and nobody has used it yet. */
  claim(call: { readonly key: string; readonly id: string | null }): string;
  /** The id that the call with this key was given. */
  of(key: string): string;
}

/** What servers accept as the id of a call. */
const idPattern = /^[\w-]{1,64}$/;

/**
 * Makes the ids of one request unique. Providers leave ids out, use one twice within a reply, and use one again
 * later in the conversation; but they reject a request in which two calls share an id. So the first call keeps
 * its id, and the others get one made of their key, which is unique within the session.
 */
export function createWireIds(): WireIds {
  const idsByKey = new Map<string, string>();
  const taken = new Set<string>();

  function claim({ key, id }: { readonly key: string; readonly id: string | null }): string {
    const wireId = id !== null && idPattern.test(id) && !taken.has(id) ? id : freeId(key);
    taken.add(wireId);
    idsByKey.set(key, wireId);
    return wireId;
  }

  function freeId(key: string): string {
    let id = `call_${key.replaceAll(".", "_")}`;
    while (taken.has(id)) id += "_";
    return id;
  }

  return { claim, of: (key) => idsByKey.get(key) ?? claim({ key, id: null }) };
}
