import type { GuardNode, Variables } from "handoff-machine";

/** What a guard says of these variables, read without the library's evaluation; nothing always holds. */
export function holdsFor(guard: { readonly node: GuardNode } | null, variables: Variables): boolean {
  if (guard === null) return true;
  try {
    return read(guard.node, variables);
  } catch {
    return false; // a predicate that throws
  }
}

function read(node: GuardNode, variables: Variables): boolean {
  if (node.kind === "all") return !node.parts.some((part) => !read(part, variables));
  if (node.kind === "any") return node.parts.map((part) => () => read(part, variables)).some((part) => part());
  if (node.kind === "not") return !read(node.part, variables);
  if (node.kind === "predicate") return node.test(variables);
  const value = variables[node.variable];
  if (node.kind === "oneOf") return (node.values as readonly unknown[]).includes(value);
  if (typeof value !== "number") return false;
  const { operator, bound } = node;
  return (
    (value > bound && (operator === "moreThan" || operator === "atLeast")) ||
    (value < bound && (operator === "lessThan" || operator === "atMost")) ||
    (value === bound && (operator === "atLeast" || operator === "atMost"))
  );
}
