/** An arrow of a Mermaid drawing, read back. */
export interface ReadArrow {
  readonly line: "-->" | "<-->" | "==>" | "-.->";
  readonly from: string;
  readonly to: string;
  /** The lines of its label; those that are only broken are one. */
  readonly label: readonly string[];
  /** `stroke-dasharray:2 4`, when it has a style of its own. */
  readonly style: string;
}

/** A Mermaid flowchart, read back. */
export interface ReadFlowchart {
  /** The text of each node's first line, by node name. */
  readonly nodes: ReadonlyMap<string, string>;
  readonly arrows: readonly ReadArrow[];
  /** Whether the nodes stand in a box that says that every pair is connected. */
  readonly mesh: boolean;
}

const nodeLine = /^(\w+)[[({]+"?(?:<b>)?(.*?)(?:<\/b>.*|<br\/>.*)?"?[\])}]+:::\w+$/;
const arrowLine = /^(\w+) (-->|<-->|==>|-\.->)(?:\|"([^"]*)"\|)? (\w+)$/;
const styleLine = /^linkStyle ([\d,]+) (.+)$/;

/** Reads what `drawMermaid` writes; throws for a line that it does not know. */
export function readFlowchart(text: string): ReadFlowchart {
  const nodes = new Map<string, string>();
  const arrows: { line: ReadArrow["line"]; from: string; to: string; label: string[]; style: string }[] = [];
  let mesh = false;
  for (const line of bodyOf(text)) {
    const node = nodeLine.exec(line);
    const arrow = arrowLine.exec(line);
    const style = styleLine.exec(line);
    if (node !== null) nodes.set(node[1] ?? "", decode(node[2] ?? ""));
    else if (arrow !== null) {
      arrows.push({
        from: arrow[1] ?? "",
        line: arrow[2] as ReadArrow["line"], // one of the four of the pattern
        label:
          arrow[3] === undefined ? [] : arrow[3].split("<br/>").map((line) => line.split("<br>").map(decode).join(" ")),
        to: arrow[4] ?? "",
        style: "",
      });
    } else if (style !== null) {
      for (const number of (style[1] ?? "").split(",")) {
        const styled = arrows[Number(number)];
        if (styled === undefined) throw new Error(`No arrow ${number}.`);
        styled.style = style[2] ?? "";
      }
    } else if (line.startsWith("subgraph mesh ")) mesh = true;
    else if (!/^(end|class \w+ \w+|classDef .*)$/.test(line)) throw new Error(`Unknown line: ${line}`);
  }
  return { nodes, arrows, mesh };
}

function bodyOf(text: string): readonly string[] {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => line.startsWith("flowchart"));
  return lines.slice(first + 1).flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
}

/** As Mermaid does, and as a reader does with the one character that is widened. */
function decode(text: string): string {
  return text.replaceAll("＄", "$").replaceAll(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
