import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { lookup } from "../../json.ts";
import { ProblemLine } from "../controls/problem-line.tsx";
import { useAsking } from "../controls/use-asking.ts";
import { headOf } from "../store/changes.ts";
import { useDesk, usePage } from "../store/use-page.ts";

/** Speaks as the person behind a human agent, and hands the conversation on. */
export function OperatorSeat({ session }: { readonly session: string }): JSX.Element {
  const { endpoint } = useDesk();
  const asking = useAsking();
  const agent = usePage((state) => state.record?.timeline.at(headOf(state)).agent ?? "");
  const graph = usePage((state) => state.graph?.graph ?? null);
  const [text, setText] = useState("");
  const [to, setTo] = useState("");
  const targets = graph === null ? [] : Object.keys(lookup(graph.agents, agent)?.handoffs ?? {});
  const answer = async (): Promise<void> => {
    const said = text.trim() === "" ? {} : { text: text.trim() };
    const handoff = to === "" ? {} : { handoff: { to } };
    const { kind } = await asking.ask(endpoint.act(session, "operate", { ...said, ...handoff }));
    if (kind !== "done") return;
    setText("");
    setTo("");
  };
  return (
    <form
      class="seat"
      onSubmit={(event) => {
        event.preventDefault();
        void answer();
      }}
    >
      <h2>You are {agent}</h2>
      <textarea
        rows={2}
        aria-label={`Answer as ${agent}`}
        placeholder={`Answer as ${agent}`}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <div class="seat-actions">
        <select aria-label="Hand off to" value={to} onChange={({ currentTarget }) => setTo(currentTarget.value)}>
          <option value="">and keep the conversation</option>
          {targets.map((target) => (
            <option key={target} value={target}>
              and hand off to {target}
            </option>
          ))}
        </select>
        <button type="submit" class="primary" disabled={asking.status === "busy" || (text.trim() === "" && to === "")}>
          Answer
        </button>
      </div>
      <ProblemLine problem={asking.problem} />
    </form>
  );
}
