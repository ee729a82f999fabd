import {
  checkEvents,
  compileGraph,
  createRuntime,
  createStepper,
  fromNdjson,
  memoryJournal,
  propertiesOf,
  replay,
  replaySteps,
  systemClock,
} from "handoff-machine";
import { scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { desk, openDesk } from "./desk.ts";

/* What only a program without types can give: each is refused with what was expected, before anything happens. */

const graph = desk();
const model = scriptedModel([]);
const nothings = [undefined, null, 0, "x", {}, [null], () => 1, Symbol("s"), 10n];

describe("createRuntime", () => {
  const create = (options: unknown) => () => createRuntime(graph, options as never);

  test("needs options", () => {
    for (const options of [undefined, null, "model"]) {
      expect(create(options)).toThrow(expect.objectContaining({ code: "bad_option" }));
    }
  });

  test.for([
    [{ journal: {} }, "The option journal lacks append, read, head, sessions, fork."],
    [{ journal: null }, "The option journal lacks append, read, head, sessions, fork."],
    [{ journal: { ...memoryJournal(), fork: 5 } }, "The option journal lacks fork."],
    [{ clock: Date }, "The option clock lacks now, sleep."],
    [{ clock: { now: systemClock.now } }, "The option clock lacks sleep."],
    [{ ids: () => "s" }, "The option ids lacks session, jitter."],
    [{ observers: {} }, "The option observers must be a list of observers."],
    [{ observers: [null] }, "The option observers must be a list of observers."],
    [{ models: null }, "The option models must be an object."],
    [{ caps: 5 }, "The option caps must be an object."],
    [{ jounral: memoryJournal() }, 'createRuntime has no option "jounral". Did you mean "journal"?'],
    [{ modles: {} }, 'createRuntime has no option "modles". Did you mean "models"?'],
    [{ caps: { maxMessageByte: 5 } }, 'There is no cap "maxMessageByte". Did you mean "maxMessageBytes"?'],
  ] as const)("refuses %#", ([options, problem]) => {
    expect(create({ model, ...options })).toThrow(
      expect.objectContaining({ code: "bad_option", message: expect.stringContaining(problem) }),
    );
  });

  test("takes options that have more of the program's own", async () => {
    const options = { model: scriptedModel(["Hi."]), tenant: "acme" };
    const session = await createRuntime(graph, options).open();
    expect(await session.send("Go").ended).toMatchObject({ status: "awaitingUser" });
    expect(create(scriptedModel([]))).toThrow(/needs a model/);
  });

  test("takes a port whose methods its class has", async () => {
    class OwnClock {
      now() {
        return 5;
      }
      async sleep() {}
    }
    const session = await createRuntime(graph, { model: scriptedModel(["Hi."]), clock: new OwnClock() }).open();
    expect(await session.send("Go").ended).toMatchObject({ status: "awaitingUser" });
  });
});

describe("a session", () => {
  test("is opened with models, or without", async () => {
    for (const choice of [null, {}, "model"]) {
      await expect(createRuntime(graph, { model }).open("s", choice as never)).rejects.toMatchObject({
        code: "bad_option",
      });
    }
  });

  test("refuses parts that are no list", async () => {
    const { session } = await openDesk([]);
    for (const parts of [null, 0, "text", {}, 10n]) {
      expect(() => session.send({ text: "Hi", parts: parts as never })).toThrow(
        expect.objectContaining({
          code: "bad_event",
          message: expect.stringMatching(/^The parts of a message must be a list, not .* A part is \{ type: "text"/),
        }),
      );
    }
  });

  test("refuses what no operator can say", async () => {
    const { session } = await openDesk([]);
    for (const said of [undefined, null, "Hi", { handoff: "triage" }]) {
      expect(() => session.operate(said as never)).toThrow(expect.objectContaining({ code: "bad_event" }));
    }
  });
});

describe("a journal", () => {
  const noJournal = expect.objectContaining({ code: "bad_journal", hint: expect.any(String) });

  test("is read from a text", () => {
    for (const text of [...nothings.filter((one) => one !== "x"), ["{}"], Buffer.from("{}")]) {
      expect(() => fromNdjson(text as never)).toThrow(noJournal);
    }
  });

  test("is replayed from entries", async () => {
    for (const entries of nothings) {
      await expect(replay(graph, entries as never)).rejects.toEqual(noJournal);
      await expect(Array.fromAsync(replaySteps(graph, entries as never))).rejects.toEqual(noJournal);
    }
    for (const entry of [...nothings, { session: "s", position: 0 }, { session: "s", position: 0, event: "opened" }]) {
      await expect(replay(graph, [entry] as never)).rejects.toEqual(noJournal);
    }
  });

  test("that was given as entries is judged where an entry cannot be taken, with its position", async () => {
    const { session } = await openDesk(["Hi."]);
    await session.send("Go").ended;
    const entries = fromNdjson(await session.export()).map((entry) =>
      entry.event.type === "model.replied" ? { ...entry, event: { ...entry.event, calls: null } } : entry,
    );
    await expect(replay(graph, entries as never)).rejects.toMatchObject({
      code: "bad_journal",
      message: expect.stringMatching(
        /no event at position 2: .*"calls" of model\.replied is missing or of the wrong kind/,
      ),
    });
  });
});

test("events are a list", () => {
  for (const events of nothings.filter((one) => !Array.isArray(one))) {
    const problem = { code: "bad_event", message: expect.stringContaining("The events must be a list.") };
    expect(() => checkEvents(graph, events as never, [])).toThrow(expect.objectContaining(problem));
  }
});

test("the machine refuses what is no event", () => {
  const stepper = createStepper(compileGraph(graph));
  const { snapshot } = stepper.step(stepper.initial, { type: "user.message", text: "Go", at: 1 });
  const { never } = propertiesOf(graph);
  for (const event of [...nothings, { type: 5 }, { type: "model.replied", at: 1 }]) {
    const problem = expect.objectContaining({
      code: "bad_event",
      message: expect.stringMatching(/^The machine cannot take this event: /),
    });
    expect(() => stepper.step(snapshot, event as never)).toThrow(problem);
    const events = [{ type: "user.message", text: "Go", at: 1 }, event];
    expect(() => checkEvents(graph, events as never, [never("silence", { says: true })])).toThrow(problem);
  }
});
