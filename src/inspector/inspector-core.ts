import { UsageError } from "../errors.ts";
import { errorText } from "../json.ts";
import type { Runtime } from "../runtime/create-runtime.ts";
import type { Run } from "../runtime/run.ts";
import type { Session } from "../runtime/session.ts";
import { ApiError } from "./api-error.ts";
import type { HandlerOptions } from "./inspector-options.ts";
import { createPersonModel, type PersonModel } from "./person-model.ts";
import { createSessionList, type SessionList } from "./session-list.ts";
import { type SessionModels, sessionModels } from "./session-models.ts";
import { createWatchtower, type Watchtower } from "./watchtower.ts";

/** What all requests to an inspector share. */
export interface InspectorCore {
  readonly runtime: Runtime;
  /** Differs from one start to the next. */
  readonly server: string;
  readonly watchtower: Watchtower;
  readonly list: SessionList;
  readonly models: SessionModels;
  readonly person: PersonModel;
  /** The names of forks that are being made. */
  readonly claimedNames: Set<string>;
  /**
   * Opens a session that is there, with the models that were chosen for it here.
   *
   * @throws {ApiError} `not_found`.
   */
  open(session: string): Promise<Session>;
  /** Lets a run go its way: whoever looks sees what becomes of it. */
  leave(session: string, run: Run): void;
  close(): void;
}

/** Makes what all requests to an inspector share. */
export function createInspectorCore(
  runtime: Runtime,
  options: Pick<HandlerOptions, "models" | "ownModel">,
): InspectorCore {
  const watchtower = createWatchtower(runtime);
  const person = createPersonModel(runtime.graph, (session) => watchtower.tellQuestion(session));
  const models = sessionModels(options, person);
  const list = createSessionList(runtime);
  /** Sessions that are being opened: who asks for one meanwhile gets the same. */
  const openings = new Map<string, Promise<Session>>();

  function openKept(id: string): Promise<Session> {
    const { name, choice } = models.choose(list.modelOf(id) ?? undefined);
    const opening = choice === null ? runtime.open(id) : runtime.open(id, choice);
    openings.set(id, opening);
    const note = (): void => list.note(id, { model: name });
    opening.then(note, () => undefined).finally(() => openings.delete(id));
    return opening;
  }

  return {
    runtime,
    server: crypto.randomUUID(),
    watchtower,
    list,
    models,
    person,
    claimedNames: new Set(),
    async open(id) {
      if (!(await list.has(id)))
        throw new ApiError(404, { code: "not_found", message: `There is no session "${id}".` });
      return openings.get(id) ?? runtime.find(id) ?? openKept(id);
    },
    leave(id, run) {
      const tell = (problem: string | null): void => {
        list.note(id, { problem });
        watchtower.tellChange(id);
      };
      run.ended.then(
        () => tell(null),
        (error: unknown) => {
          if (!(error instanceof UsageError)) tell(errorText(error));
        },
      );
    },
    close() {
      watchtower.tellEnd();
      person.close();
    },
  };
}
