import type { JSX } from "preact";
import { Disclosure } from "../controls/disclosure.tsx";
import { JsonView } from "../controls/json-view.tsx";
import { standingAt } from "../record/bisect.ts";
import { isSpoken, type SpokenItem } from "../record/item.ts";
import type { SessionRecord } from "../record/session-record.ts";
import { MarkedText } from "./marked-text.tsx";
import { MediaChips } from "./media-chips.tsx";

/** Something that was said, as it stands at the position: a guardrail may have rewritten it by then. */
export function SpokenRow({
  item,
  record,
  position,
}: {
  readonly item: SpokenItem;
  readonly record: SessionRecord;
  readonly position: number;
}): JSX.Element {
  const rewritten = standingAt(record.rewritesByIndex.get(item.index), position)?.value;
  const message = rewritten !== undefined && isSpoken(rewritten) ? rewritten : item.message;
  switch (message.role) {
    case "user":
      return (
        <div class="bubble bubble-user">
          {message.by !== undefined && <span class="bubble-by">{message.by}</span>}
          <p>
            <MarkedText text={message.text} />
          </p>
          {message.parts !== undefined && <MediaChips parts={message.parts} />}
          {message.rewrittenBy !== undefined && <Remark text={`rewritten by ${message.rewrittenBy}`} />}
        </div>
      );
    case "prompt":
      return (
        <p class="prompt">
          told to {message.agent}: <MarkedText text={message.text} />
        </p>
      );
    case "operator":
      return (
        <div class="bubble bubble-agent bubble-operator">
          <p>
            <MarkedText text={message.text} />
          </p>
          <Remark text="by an operator" />
        </div>
      );
    case "assistant": {
      const { output, interrupted, fixedBy } = message;
      return (
        <div class="bubble bubble-agent">
          {message.text === "" && output === undefined && <p class="silent">(said nothing)</p>}
          {message.text !== "" && (
            <p>
              <MarkedText text={message.text} />
            </p>
          )}
          {output !== undefined && (
            <Disclosure name={`${item.key} output`} summary="as data">
              {() => <JsonView value={output} />}
            </Disclosure>
          )}
          {interrupted && <Remark text="interrupted" />}
          {fixedBy !== undefined && <Remark text={`said by the ${fixedBy.kind} ${fixedBy.name}`} />}
        </div>
      );
    }
  }
}

function Remark({ text }: { readonly text: string }): JSX.Element {
  return <span class="remark">{text}</span>;
}
