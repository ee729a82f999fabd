import { strokeOf } from "./stroke.ts";
import { type Theme, themed } from "./theme.ts";

/** The rules of drawings, those for marks only where there may be some: a page that shows drawings uses them as they are. */
export function drawingRules(theme: Theme, { hasMarks }: { readonly hasMarks: boolean }): string {
  return themed([...fixed, ...strokes(), ...(hasMarks ? tones() : [])].join(""), theme);
}

/** Every selector begins with the class, so that nothing else on a page changes. */
function rule(selector: string, declarations: string): string {
  const scoped = selector.split(",").map((one) => `.handoff-drawing ${one}`);
  return `${scoped.join(",")}{${declarations}}`;
}

const sans = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif';
const mono = 'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace';

const fixed = [
  rule("text", `font-family:${sans};fill:var(--ink)`),
  rule(".paper", "fill:var(--paper)"),
  rule(".heading", "font-size:16px;font-weight:700"),
  rule(".subheading,.foot text", "font-size:11.5px;fill:var(--muted)"),
  rule(".foot .rule", "stroke:var(--frame);stroke-width:1"),
  rule(".title", "font-size:14px;font-weight:700"),
  rule(".state .title,.end .title,.user .title,.anyAgent .title", "font-size:12.5px"),
  rule(".mesh .title", "font-size:12.5px;font-weight:400;fill:var(--muted)"),
  rule(".box", "fill:var(--state);stroke:var(--frame);stroke-width:1.5"),
  rule(".agent>.box", "fill:var(--agent);stroke:var(--agent-edge)"),
  rule(".human>.box", "fill:var(--human);stroke:var(--human-edge)"),
  rule(".user>.box", "fill:var(--user);stroke:var(--user-edge)"),
  rule(".group>.box,.mesh>.box", "fill:var(--group)"),
  rule(".mesh>.box,.anyAgent>.box", "stroke:var(--muted);stroke-dasharray:5 4"),
  rule(".anyAgent>.box", "fill:var(--paper)"),
  rule(".unknown>.box", "fill:var(--unknown);stroke:var(--unknown-edge);stroke-dasharray:5 4"),
  rule(".end>.box", "fill:var(--paper);stroke:var(--ink)"),
  rule(".end>.inner", "fill:none;stroke:var(--ink);stroke-width:1"),
  rule(".start>.dot", "fill:var(--ink)"),
  rule(".divider", "stroke:var(--frame);stroke-width:1"),
  rule(".icon", "fill:none;stroke:var(--muted);stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round"),
  rule(".human .icon", "stroke:var(--human-edge)"),
  rule(".user .icon", "stroke:var(--user-edge)"),
  rule(".lock", "fill:none;stroke:var(--approval);stroke-width:1.3"),
  rule(".line", "font-size:11px;fill:var(--muted)"),
  rule(".line.plain", "font-size:11.5px;font-weight:700;fill:var(--ink)"),
  rule(".line.guard,.line.tool,.line.payload", `font-family:${mono}`),
  rule(".line.guard", "fill:var(--guard)"),
  rule(".line.tool", "fill:var(--tool)"),
  rule(".line.payload", "fill:var(--payload)"),
  rule(".line.approval", "font-size:11.5px;fill:var(--approval)"),
  rule(".line.event", "font-size:10.5px"),
  rule(".line.mark", "font-size:10.5px;font-weight:700;fill:var(--lit)"),
  rule(".back", "fill:var(--paper)"),
  rule(".back.inside", "fill:var(--group)"),
  rule(".stroke", "fill:none;stroke:var(--arrow);stroke-width:1.5;stroke-linejoin:round"),
  rule(".head,.tail", "fill:var(--arrow);stroke:var(--arrow);stroke-width:1.2;stroke-linejoin:round"),
  rule(".head.open", "fill:var(--paper)"),
  rule(".halo", "fill:none;stroke:none"),
  rule(".badge rect", "fill:var(--paper);stroke:var(--muted);stroke-width:1.2"),
  rule(".badge text", "font-size:10.5px;font-weight:700;fill:var(--muted)"),
] as const;

/** Each tone has a shape besides its colour: a ring, a broader stroke, dashes, a word in its badge. */
function tones(): readonly string[] {
  const colors = {
    active: "lit",
    last: "lit",
    visited: "lit",
    refused: "refused",
    added: "added",
    removed: "removed",
    changed: "changed",
  };
  return [
    ...Object.entries(colors).flatMap(([tone, color]) => [
      rule(`.node.${tone}>.box,.node.${tone}>.inner,.arrow.${tone}>.stroke`, `stroke:var(--${color})`),
      rule(`.arrow.${tone}>.head,.arrow.${tone}>.tail`, `fill:var(--${color});stroke:var(--${color})`),
      rule(`.badge.${tone} rect`, `stroke:var(--${color})`),
      rule(`.badge.${tone} text,.${tone} .line.mark`, `fill:var(--${color})`),
    ]),
    rule(".active>.box", "fill:var(--lit-fill);stroke-width:3"),
    rule(".active>.halo", "stroke:var(--lit);stroke-width:1.5"),
    rule(".last>.box", "stroke-width:3"),
    rule(".arrow.last>.stroke", "stroke-width:4"),
    rule(".visited>.box,.arrow.visited>.stroke", "stroke-width:2.4"),
    rule(".added>.box,.arrow.added>.stroke,.changed>.box,.arrow.changed>.stroke", "stroke-width:2.6"),
    rule(".removed>.box,.arrow.removed>.stroke", "stroke-width:2;stroke-dasharray:3 4"),
    rule(".removed>.title,.removed>.line:not(.mark)", "text-decoration:line-through"),
    rule(".arrow.refused>.stroke", "stroke-width:2.2;stroke-dasharray:1 4"),
    rule(".never>.box,.never>.inner,.never>.stroke,.never>.head,.never>.tail", "opacity:.4"),
    rule(".never text,.never .line.mark", "fill:var(--muted)"),
    rule(".group.active>.box", "fill:var(--group)"),
  ];
}

function strokes(): readonly string[] {
  return Object.entries(strokeOf).map(([kind, { width, dash, color }]) => {
    const dashes = dash === null ? "" : `;stroke-dasharray:${dash}`;
    const paint = color === null ? "" : `;stroke:var(--${color})`;
    const ends =
      color === null
        ? ""
        : rule(`.arrow.${kind}>.head,.arrow.${kind}>.tail`, `fill:var(--${color});stroke:var(--${color})`);
    return rule(`.arrow.${kind}>.stroke`, `stroke-width:${width}${dashes}${paint}`) + ends;
  });
}
