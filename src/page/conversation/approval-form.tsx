import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { JsonValue } from "../../json.ts";
import type { ApprovalRequested } from "../../runtime/update.ts";
import { ProblemLine } from "../controls/problem-line.tsx";
import { useAsking } from "../controls/use-asking.ts";
import { useDesk } from "../store/use-page.ts";

/** Allow, or deny with a reason; the arguments can be changed first, and the decision can be kept for later calls. */
export function ApprovalForm({
  session,
  update,
}: {
  readonly session: string;
  readonly update: ApprovalRequested;
}): JSX.Element {
  const { endpoint } = useDesk();
  const [edited, setEdited] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [remember, setRemember] = useState("");
  const asking = useAsking();
  // The answer is there before the session has gone on: nobody shall decide twice in between.
  const isSent = asking.status !== "idle";
  const form = useRef<HTMLDivElement>(null);
  const isEditing = edited !== null;
  const { call, binding } = update;
  const kept = remember === "" ? {} : { remember };

  // It has just become higher: what decides about it must not lie under the edge.
  useEffect(() => {
    if (isEditing) form.current?.scrollIntoView({ block: "nearest" });
  }, [isEditing]);

  const allow = (): void => {
    const input = edited === null ? undefined : readJson(edited);
    if (edited !== null && input === undefined) asking.refuse("The arguments are no JSON.");
    else
      void asking.ask(
        endpoint.act(session, "approve", { call, binding, ...kept, ...(input === undefined ? {} : { input }) }),
      );
  };
  const deny = (): void => {
    const why = reason.trim() === "" ? {} : { reason: reason.trim() };
    void asking.ask(endpoint.act(session, "deny", { call, binding, ...kept, ...why }));
  };
  return (
    <div class="approval-form" ref={form}>
      {edited !== null && (
        <textarea
          aria-label="Arguments, as JSON"
          rows={Math.min(12, edited.split("\n").length + 1)}
          spellcheck={false}
          value={edited}
          onInput={({ currentTarget }) => setEdited(currentTarget.value)}
        />
      )}
      <input
        type="text"
        placeholder="Reason, if you deny"
        aria-label="Reason, if you deny"
        value={reason}
        onInput={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <div class="approval-actions">
        <button type="button" class="primary" disabled={isSent} onClick={allow}>
          Allow{edited === null ? "" : " as changed"}
        </button>
        <button type="button" class="danger" disabled={isSent} onClick={deny}>
          Deny
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => setEdited(edited === null ? JSON.stringify(update.input, null, 2) : null)}
        >
          {edited === null ? "Edit arguments" : "Keep arguments"}
        </button>
        <select
          aria-label="For how long"
          value={remember}
          onChange={({ currentTarget }) => setRemember(currentTarget.value)}
        >
          <option value="">this once</option>
          <option value="arguments">always with these arguments</option>
          <option value="tool">always for {update.name}</option>
        </select>
      </div>
      <ProblemLine problem={asking.problem} />
    </div>
  );
}

function readJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
