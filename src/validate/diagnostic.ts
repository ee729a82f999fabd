import { deepFreeze } from "../json.ts";
import { type DiagnosticCode, diagnosticCodes, type Severity } from "./codes.ts";

/** A place in a definition as it was written: the keys that lead to it. */
export type Place = readonly string[];

/** One thing that is wrong or questionable about a graph. */
export interface Diagnostic extends Finding {
  readonly severity: Severity;
  /** The page that explains the code. */
  readonly docs: string;
}

/** What a rule finds: a diagnostic without what follows from its code. */
export interface Finding {
  readonly code: DiagnosticCode;
  readonly path: Place;
  /** One sentence: what is wrong, with the names. */
  readonly message: string;
  /** How to mend it. */
  readonly hint: string;
  /** The names that would have been found, where one was not. */
  readonly known?: readonly string[];
  /** Other places that have to do with it, for instance the one it collides with. */
  readonly related?: readonly Place[];
}

/** Completes a finding with the severity and the page of its code. */
export function diagnostic(finding: Finding): Diagnostic {
  const { severity } = diagnosticCodes[finding.code];
  return deepFreeze({ ...finding, severity, docs: `docs/diagnostics/${finding.code}.md` });
}
