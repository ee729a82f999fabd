import type { JSX } from "preact";
import { agentAt } from "../../draw/drawn-place.ts";
import { edgesOf } from "../../draw/edge-of-row.ts";
import { toolNotes } from "../../draw/tool-notes.ts";
import { agentViewLabel } from "../../draw/view-label.ts";
import type { Agent, Graph } from "../../graph/graph.ts";
import { lookup } from "../../json.ts";
import { unfoldedAgents } from "../chart/unfolded-agents.ts";
import { AgentTag } from "../controls/agent-tag.tsx";
import { Disclosure } from "../controls/disclosure.tsx";
import type { SessionRecord } from "../record/session-record.ts";
import { positionOf } from "../store/changes.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import { FactList } from "./fact-list.tsx";
import { Occurrences } from "./occurrences.tsx";
import { WayButton } from "./way-button.tsx";

/** An agent with its tools and ways; of anything else in the chart, where it was entered. */
export function NodeDetails({
  graph,
  record,
  id,
}: {
  readonly graph: Graph;
  readonly record: SessionRecord | null;
  readonly id: string;
}): JSX.Element {
  const [, kind = "", name = ""] = /^(\w+):(.*)$/u.exec(id) ?? [];
  const agent = kind === "agent" ? (lookup(graph.agents, name) ?? null) : null;
  return (
    <>
      <section class="facts-section">
        <h3 class="details-title">{agent === null ? titleOf(id) : <AgentTag name={name} />}</h3>
        {agent !== null && <p class="details-text">{agent.description}</p>}
        <Occurrences title="Entered" positions={record?.positionsById.get(id)} />
      </section>
      {agent !== null && <AgentFacts graph={graph} agent={agent} />}
    </>
  );
}

function titleOf(id: string): string {
  return id.replace(/^\w+:/u, "");
}

function AgentFacts({ graph, agent }: { readonly graph: Graph; readonly agent: Agent }): JSX.Element {
  const { store } = useDesk();
  const { name, kind, instructions, tools, view, canAsk } = agent;
  const level = usePage((state) => state.level);
  const isUnfolded = usePage((state) =>
    unfoldedAgents(Object.keys(graph.agents), {
      level: state.level,
      active: state.record?.timeline.at(positionOf(state)).agent ?? null,
      chosen: state.unfolded,
    }).includes(name),
  );
  const edges = edgesOf(graph);
  const [out, into] = [
    edges.filter(({ edge }) => agentAt(edge.from) === name),
    edges.filter(({ edge }) => agentAt(edge.to) === name),
  ];
  const fold = (isOpen: boolean): void =>
    store.change((state) => ({ ...state, unfolded: new Map(state.unfolded).set(name, isOpen) }));
  return (
    <>
      <section class="facts-section">
        <FactList
          facts={[
            ["kind", kind === "human" ? "a person" : "a model"],
            ["sees", agentViewLabel(view)],
            ["may ask", canAsk ? "the user" : null],
          ]}
        />
        {instructions !== "" && (
          <Disclosure name={`instructions ${name}`} summary="instructions">
            {() => <p class="instructions">{instructions}</p>}
          </Disclosure>
        )}
        <p>
          <button type="button" class="quiet" onClick={() => fold(!isUnfolded)}>
            {isUnfolded ? "Fold" : "Unfold"} in the chart{level === "states" ? "" : " (tools)"}
          </button>
        </p>
      </section>
      {tools.length > 0 && (
        <section class="facts-section">
          <h2>Tools</h2>
          <ul class="tools">
            {tools.map((tool) => (
              <ToolLine key={tool} graph={graph} name={tool} />
            ))}
          </ul>
        </section>
      )}
      <section class="facts-section">
        <h2>Ways on</h2>
        <ul class="ways">
          {out.map((way) => (
            <WayButton key={way.id} way={way} />
          ))}
        </ul>
      </section>
      <section class="facts-section">
        <h2>Ways here</h2>
        <ul class="ways">
          {into.map((way) => (
            <WayButton key={way.id} way={way} />
          ))}
        </ul>
      </section>
    </>
  );
}

function ToolLine({ graph, name }: { readonly graph: Graph; readonly name: string }): JSX.Element {
  const tool = lookup(graph.tools, name);
  return (
    <li>
      <code>{name}</code>
      {tool !== undefined && <span class="remark">{[tool.description, ...toolNotes(tool)].join(" · ")}</span>}
    </li>
  );
}
