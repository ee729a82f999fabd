/** Groups nodes that can reach one another (Tarjan's algorithm, without recursion); each node is in one group. */
export function strongComponents<Node>(
  nodes: readonly Node[],
  targets: (node: Node) => readonly Node[],
): readonly (readonly Node[])[] {
  const visits = new Map<Node, { index: number; low: number; open: boolean }>();
  const open: Node[] = [];
  const components: Node[][] = [];

  const enter = (node: Node): Frame<Node> => {
    const visit = { index: visits.size, low: visits.size, open: true };
    visits.set(node, visit);
    open.push(node);
    return { node, visit, targets: targets(node).values() };
  };

  for (const root of nodes) {
    if (visits.has(root)) continue;
    const frames = [enter(root)];
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const next = frame.targets.next();
      if (!next.done) {
        const visit = visits.get(next.value);
        if (visit === undefined) frames.push(enter(next.value));
        else if (visit.open) frame.visit.low = Math.min(frame.visit.low, visit.index);
        continue;
      }
      frames.pop();
      const parent = frames.at(-1);
      if (parent !== undefined) parent.visit.low = Math.min(parent.visit.low, frame.visit.low);
      if (frame.visit.low !== frame.visit.index) continue;
      const component = open.splice(open.lastIndexOf(frame.node));
      for (const node of component) {
        const visit = visits.get(node);
        if (visit !== undefined) visit.open = false;
      }
      components.push(component);
    }
  }
  return components;
}

interface Frame<Node> {
  readonly node: Node;
  readonly visit: { readonly index: number; low: number; open: boolean };
  readonly targets: Iterator<Node>;
}
