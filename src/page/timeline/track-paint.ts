import type { MarkKind } from "../record/segment.ts";

/** The colours of the timeline, as the page has them now. */
export interface TrackPaint {
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  readonly accent: string;
  readonly surface: string;
  readonly font: string;
  /** Lightness and chroma of an agent's band. */
  readonly band: string;
  readonly bandInk: string;
  readonly marks: Readonly<Record<MarkKind, string>>;
}

/** Reads the colours that the style sheet gives. */
export function readPaint(): TrackPaint {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: value("--ink"),
    faint: value("--ink-faint"),
    line: value("--line-strong"),
    accent: value("--accent"),
    surface: value("--surface"),
    font: value("--font"),
    band: value("--agent-fill"),
    bandInk: value("--agent-ink"),
    marks: {
      user: value("--link"),
      handoff: value("--accent"),
      refusal: value("--bad"),
      approval: value("--warn"),
      problem: value("--bad"),
    },
  };
}
