import type { JSX } from "preact";
import { isRecord, lookup } from "../../json.ts";
import { AgentInitial } from "../controls/agent-tag.tsx";
import { Disclosure } from "../controls/disclosure.tsx";
import { JsonView } from "../controls/json-view.tsx";
import type { HandoffItem, RefusalItem } from "../record/item.ts";
import { usePage } from "../store/use-page.ts";
import { GuardValues } from "./guard-values.tsx";

/** A handoff that was made: from whom to whom, why, and what was told along. */
export function HandoffRow({ item }: { readonly item: HandoffItem }): JSX.Element {
  const { from, to, by, input, guard } = item.update;
  const isDelegation = usePage(
    ({ graph }) =>
      by === "handoff" && lookup(lookup(graph?.graph?.agents ?? {}, from)?.handoffs ?? {}, to)?.mode === "delegate",
  );
  const hasInput = isRecord(input) ? Object.keys(input).length > 0 : input !== null;
  return (
    <div class="pill pill-handoff">
      <Way from={from} to={to} arrow="→" word={isDelegation ? "delegates to" : "hands off to"} />
      {isDelegation && <span class="pill-by">delegates</span>}
      {by !== "handoff" && <span class="pill-by">{waysOf[by]}</span>}
      <GuardValues guard={guard} />
      {hasInput && (
        <Disclosure name={item.key} summary="with">
          {() => <JsonView value={input} />}
        </Disclosure>
      )}
    </div>
  );
}

/** How the conversation goes on where no model hands it off. */
const waysOf: Readonly<Record<Exclude<HandoffItem["update"]["by"], "handoff">, string>> = {
  return: "returns",
  route: "by a route",
  afterReply: "after the reply",
  limit: "a limit is reached",
  guardrail: "by a guardrail",
};

/** A handoff that was asked for and not made. */
export function RefusalRow({ item }: { readonly item: RefusalItem }): JSX.Element {
  const { from, to, status, reason, guard } = item.update;
  const told = isRecord(reason) && typeof reason.message === "string" ? reason.message : null;
  return (
    <div class="pill pill-refusal">
      <Way from={from} to={to} arrow="⇸" word="may not hand off to" />
      <span class="pill-by">{status}</span>
      <GuardValues guard={guard} />
      {told === null ? (
        <Disclosure name={item.key} summary="why">
          {() => <JsonView value={reason} />}
        </Disclosure>
      ) : (
        <span class="pill-reason">{told}</span>
      )}
    </div>
  );
}

function Way({
  from,
  to,
  arrow,
  word,
}: {
  readonly from: string;
  readonly to: string;
  readonly arrow: string;
  readonly word: string;
}): JSX.Element {
  return (
    <span class="way">
      <AgentInitial name={from} />
      <strong>{from}</strong>
      <span aria-hidden="true">{arrow}</span>
      <span class="unseen">{word}</span>
      <AgentInitial name={to} />
      <strong>{to}</strong>
    </span>
  );
}
