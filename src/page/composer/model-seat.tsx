import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ModelQuestion } from "../../inspect/wire.ts";
import type { JsonObject, JsonValue } from "../../json.ts";
import { AgentTag } from "../controls/agent-tag.tsx";
import { IconButton } from "../controls/button.tsx";
import { Disclosure } from "../controls/disclosure.tsx";
import { ProblemLine } from "../controls/problem-line.tsx";
import { useAsking } from "../controls/use-asking.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import { argumentMistakes } from "./argument-mistakes.ts";
import { CallList } from "./call-list.tsx";
import { SchemaForm } from "./schema-form.tsx";
import { startingArguments } from "./starting-arguments.ts";

/** The place of the model: what it would be asked, and everything that it may answer. */
export function ModelSeat(): JSX.Element | null {
  const question = usePage((state) => state.question);
  if (question === null) return null;
  return <Seat key={question.turn} question={question} />;
}

interface DraftCall {
  readonly key: number;
  readonly name: string;
  readonly arguments: JsonObject;
}

function Seat({ question }: { readonly question: ModelQuestion }): JSX.Element {
  const { endpoint } = useDesk();
  const session = usePage((state) => state.session) ?? "";
  const asking = useAsking();
  const [text, setText] = useState("");
  /** Mistakes that have been told: whoever answers again means them, as a model can make them too. */
  const [accepted, setAccepted] = useState("");
  const [calls, setCalls] = useState<readonly DraftCall[]>([]);
  const toolsByName = new Map([...question.tools, ...question.withheld].map((tool) => [tool.name, tool]));
  const add = (name: string): void => {
    const tool = toolsByName.get(name);
    if (tool === undefined) return;
    const key = (calls.at(-1)?.key ?? 0) + 1;
    setCalls([...calls, { key, name, arguments: startingArguments(tool.parameters) }]);
  };
  const mistakes = calls.flatMap((call) =>
    argumentMistakes(call.arguments, toolsByName.get(call.name)?.parameters ?? {}).map(
      (text) => `${call.name}: ${text}`,
    ),
  );
  const answer = async (): Promise<void> => {
    const said = mistakes.join(" ");
    if (said !== "" && said !== accepted) {
      setAccepted(said);
      return asking.refuse(said);
    }
    await asking.ask(
      endpoint.reply(session, {
        turn: question.turn,
        ...(text.trim() === "" ? {} : { text: text.trim() }),
        ...(calls.length === 0
          ? {}
          : {
              calls: calls.map((call): { name: string; arguments: JsonValue } => ({
                name: call.name,
                arguments: call.arguments,
              })),
            }),
      }),
    );
  };
  return (
    <section class="seat model-seat" aria-label="You are the model">
      <h2>
        You are the model of <AgentTag name={question.agent} />
      </h2>
      <Disclosure
        name={`instructions ${question.turn}`}
        summary={`instructions, and ${question.messages} ${question.messages === 1 ? "message" : "messages"}`}
      >
        {() => <p class="instructions">{question.instructions}</p>}
      </Disclosure>
      <CallList label="What is offered" tools={question.tools} onChoose={add} />
      {question.withheld.length > 0 && (
        <>
          <p class="remark">Not offered now; the machine refuses it:</p>
          <CallList label="What is not offered" tools={question.withheld} isWithheld onChoose={add} />
        </>
      )}
      {calls.map((call) => (
        <fieldset key={call.key} class="draft-call">
          <legend>{call.name}</legend>
          <IconButton
            icon="close"
            label={`Take ${call.name} away`}
            onPress={() => setCalls(calls.filter(({ key }) => key !== call.key))}
          />
          <SchemaForm
            schema={toolsByName.get(call.name)?.parameters ?? {}}
            value={call.arguments}
            onChange={(next) =>
              setCalls(calls.map((one) => (one.key === call.key ? { ...one, arguments: next } : one)))
            }
          />
        </fieldset>
      ))}
      <textarea
        rows={2}
        aria-label={`Say as ${question.agent}`}
        placeholder={`Say as ${question.agent}`}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <div class="seat-actions">
        <ProblemLine problem={asking.problem} />
        <button
          type="button"
          class="primary"
          disabled={asking.status === "busy" || (text.trim() === "" && calls.length === 0)}
          onClick={() => void answer()}
        >
          Answer
          {accepted !== "" && accepted === mistakes.join(" ")
            ? " all the same"
            : calls.length === 0
              ? ""
              : ` with ${calls.length} ${calls.length === 1 ? "call" : "calls"}`}
        </button>
      </div>
    </section>
  );
}
