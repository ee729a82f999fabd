/** A graph as ELK reads and writes it: only what is used here. */
export interface ElkNode {
  readonly id: string;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly children?: readonly ElkNode[];
  readonly edges?: readonly ElkEdge[];
  readonly layoutOptions?: Readonly<Record<string, string>>;
}

/** An edge as ELK reads and writes it. */
export interface ElkEdge {
  readonly id: string;
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  readonly labels?: readonly ElkLabel[];
  readonly sections?: readonly ElkSection[];
}

/** A label as ELK reads and writes it. */
export interface ElkLabel {
  readonly id: string;
  readonly text: string;
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
}

/** A stretch of an edge. */
export interface ElkSection {
  readonly startPoint: { readonly x: number; readonly y: number };
  readonly bendPoints?: readonly { readonly x: number; readonly y: number }[];
  readonly endPoint: { readonly x: number; readonly y: number };
}

/** Lays a graph out; what it is given may be changed. */
export type Elk = (graph: ElkNode) => Promise<ElkNode>;
