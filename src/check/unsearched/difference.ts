/** What stood somewhere in a definition, and what stands there. */
export interface Difference {
  /** Where within an option; left out: all of it. */
  readonly at?: string;
  readonly now: string;
  readonly before: string;
}
