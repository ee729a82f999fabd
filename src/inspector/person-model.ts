import { type ModelError, UsageError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import type { ModelAnswer, ModelQuestion } from "../inspect/wire.ts";
import { awaitWithin } from "../models/await-within.ts";
import { modelFailure } from "../models/model-failure.ts";
import type { ModelClient, ModelReply, ModelRequest, OfferedTool } from "../runtime/ports.ts";
import { toolboxes } from "../runtime/toolbox.ts";
import { ApiError } from "./api-error.ts";
import { you } from "./inspector-options.ts";

/** A model whose answers a person gives. */
export interface PersonModel extends ModelClient {
  /** What is being asked in a session; `null` where nothing is. */
  questionIn(session: string): ModelQuestion | null;
  /**
   * Answers what is being asked in a session. Which of the calls may be made is for the machine to judge, as with any model.
   *
   * @throws {UsageError} `bad_event` for an answer without a text and without calls.
   * @throws {ApiError} `not_asked` when nothing is being asked, or something newer.
   */
  answer(session: string, answer: ModelAnswer): void;
  /** Gives up what is being asked, and whatever would be asked from then on: nobody will answer any more. */
  close(): void;
}

/**
 * Makes a model that waits for a person; `onChange` is told whenever there is a question, or none any more.
 *
 * A model can call what it is not offered, so whoever is asked is shown that as well: all that an agent of `graph` has.
 */
export function createPersonModel(graph: Graph, onChange: (session: string) => void): PersonModel {
  const openQuestions = new Map<string, Open>();
  const toolboxOf = toolboxes(graph);
  let isClosed = false;

  async function generate(
    request: ModelRequest,
    { signal, onDelta }: Parameters<ModelClient["generate"]>[1],
  ): Promise<ModelReply> {
    if (isClosed) throw nobodyLooks();
    const { session } = request;
    const { promise, resolve, reject } = Promise.withResolvers<ModelReply>();
    const open: Open = { question: questionOf(request, toolboxOf(request.agent).always), resolve, reject };
    const ask = (): Promise<ModelReply> => {
      openQuestions.set(session, open);
      onChange(session);
      return promise;
    };
    try {
      const reply = await awaitWithin(ask, { signal });
      if (reply.text !== "") onDelta(reply.text);
      return reply;
    } finally {
      if (openQuestions.get(session) === open) {
        openQuestions.delete(session);
        onChange(session);
      }
    }
  }

  return {
    provider: you,
    generate,
    questionIn: (session) => openQuestions.get(session)?.question ?? null,
    answer(session, answer) {
      const open = openQuestions.get(session);
      if (open?.question.turn !== answer.turn) throw notAsked(session, answer, open?.question);
      if ((answer.text ?? "") === "" && (answer.calls ?? []).length === 0) {
        throw new UsageError("bad_event", { message: "The answer is empty.", hint: "Give a text, a call, or both." });
      }
      open.resolve(replyOf(answer));
      openQuestions.delete(session);
      onChange(session);
    },
    close() {
      isClosed = true;
      const asked = [...openQuestions];
      openQuestions.clear();
      for (const [session, { reject }] of asked) {
        reject(nobodyLooks());
        onChange(session);
      }
    },
  };
}

interface Open {
  readonly question: ModelQuestion;
  readonly resolve: (reply: ModelReply) => void;
  readonly reject: (error: ModelError) => void;
}

function questionOf(
  { agent, turn, instructions, messages, tools }: ModelRequest,
  always: readonly OfferedTool[],
): ModelQuestion {
  let seen = 0;
  for (const _ of messages) seen++;
  const offered = new Set(tools.map(({ name }) => name));
  return {
    agent,
    turn,
    instructions,
    messages: seen,
    tools,
    withheld: always.filter(({ name }) => !offered.has(name)),
  };
}

function replyOf({ turn, text = "", calls = [] }: ModelAnswer): ModelReply {
  return {
    text,
    calls: calls.map(({ name, arguments: input }, index) => ({
      id: `you_${turn}_${index}`,
      name,
      arguments: JSON.stringify(input),
    })),
    usage: { inputTokens: 0, outputTokens: 0 },
    model: you,
  };
}

function nobodyLooks(): ModelError {
  return modelFailure("unexpected", { message: "The inspector was closed before anybody had answered." });
}

function notAsked(session: string, { turn }: ModelAnswer, question: ModelQuestion | undefined): ApiError {
  return new ApiError(409, {
    code: "not_asked",
    message:
      question === undefined
        ? `Nobody asks anything in session "${session}".`
        : `Turn ${turn} is not asked any more in session "${session}": turn ${question.turn} is.`,
    hint: "Answer the question that is shown.",
  });
}
