import type { Endpoint } from "../wire/endpoint.ts";
import type { PageState } from "./page-state.ts";
import type { Store } from "./store.ts";

/** What the whole page works with: what it knows, and whom it asks. */
export interface Desk {
  readonly store: Store<PageState>;
  readonly endpoint: Endpoint;
}
