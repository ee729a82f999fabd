import { durationLabel } from "./duration-label.ts";
import { type Comparison, operators } from "./guard.ts";
import { guardLabel, signs } from "./guard-label.ts";
import type { SessionNode } from "./session-condition.ts";

/** Writes a session condition as a person reads it: `messages ≥ 40 or said "goodbye"`. */
export function sessionLabel(node: SessionNode): string {
  return label(node, false);
}

function label(node: SessionNode, inner: boolean): string {
  switch (node.kind) {
    case "all":
      return node.parts.length === 0 ? "always" : joined(node.parts, "and", inner);
    case "any":
      return node.parts.length === 0 ? "never" : joined(node.parts, "or", inner);
    case "not":
      return `not ${label(node.part, true)}`;
    case "variables":
      return inner ? `(${guardLabel(node.guard.node)})` : guardLabel(node.guard.node);
    case "measure": {
      const text = boundsLabel(node.measure, node.bounds);
      return inner && Object.keys(node.bounds).length > 1 ? `(${text})` : text;
    }
    case "text":
      return textLabel(node);
    case "agent":
      return `agent ${node.agents.join(" or ")}`;
    case "tool":
      return `tool ${node.tools.join(" or ")}`;
    case "predicate":
      return `${node.name}()`;
  }
}

function joined(parts: readonly SessionNode[], word: string, inner: boolean): string {
  if (parts.length === 1 && parts[0] !== undefined) return label(parts[0], inner);
  const text = parts.map((part) => label(part, true)).join(` ${word} `);
  return inner ? `(${text})` : text;
}

function boundsLabel(name: string, bounds: Comparison): string {
  return operators
    .flatMap((operator) => {
      const bound = bounds[operator];
      if (bound === undefined) return [];
      return [`${name} ${signs[operator]} ${name === "elapsed" ? durationLabel(bound) : bound}`];
    })
    .join(" and ");
}

function textLabel({ by, includes, matches }: Extract<SessionNode, { kind: "text" }>): string {
  const who = by === undefined ? "said" : `${by} said`;
  const what = [
    ...(includes === undefined ? [] : [JSON.stringify(includes)]),
    ...(matches === undefined ? [] : [`/${matches}/`]),
  ];
  return `${who} ${what.length === 0 ? "something" : what.join(" and ")}`;
}
