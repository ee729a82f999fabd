/** How a command tells a shell what came of it. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What each exit code means; `handoff --help` and docs/cli.md list them. */
export const exitCodes = {
  fine: 0,
  /** The run failed, a property does not hold, or something unexpected happened. */
  failed: 1,
  /** The graph has errors, or an argument or a file cannot be used. */
  unusable: 2,
  /** A run where nobody sits at a terminal came to rest where a person has to decide or to answer. */
  waiting: 3,
  /** Ctrl-C in a run that nobody could go on with. */
  interrupted: 130,
} as const;
