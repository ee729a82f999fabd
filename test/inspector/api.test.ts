import { fromNdjson } from "handoff-machine";
import { call, handOff, scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { framesIn, inspected, sessionsIn } from "./inspected.ts";
import { longJournal } from "./long-journal.ts";

describe("looking", () => {
  test("the flow tells what is looked at, and what may be done", async () => {
    const { get } = await inspected({ models: { other: scriptedModel([]) } });
    const flow = await (await get("/api/flow")).json();
    expect(flow).toMatchObject({ canControl: true, models: ["runtime", "other", "you"] });
    expect(flow.server).toMatch(/^[\da-f-]{36}$/);
  });

  test("the stream begins with all sessions, each in short", async () => {
    const { streamUntil } = await inspected();
    const [first, ...others] = await streamUntil("/api/stream", (events) => sessionsIn(events).length === 7);
    expect(first?.type).toBe("sessions");
    const sessions = sessionsIn(first === undefined ? [] : [first, ...others]);
    const told = sessions.map(({ id, status, waiting, problem }) => [id, status, waiting, problem]);
    expect(told.toSorted()).toEqual([
      ["cancelled", "cancelled", 0, null],
      ["in-circles", "awaitingUser", 0, null],
      ["invoice", "awaitingUser", 0, null],
      ["model-down", "failed", 0, null],
      ["refund-denied", "awaitingUser", 0, null],
      ["refund-granted", "awaitingUser", 0, null],
      ["refund-waiting", "awaitingApproval", 1, null],
    ]);
    expect(sessions.find(({ id }) => id === "invoice")).toMatchObject({
      title: "What are B-7 and B-8 on my invoice?",
      state: { agent: "billing", inner: "awaitingUser" },
      model: null,
      forkOf: null,
    });
  });

  test("the frames of the session that is followed come in order, from the first", async () => {
    const { streamUntil, runtime } = await inspected();
    const length = await runtime.journal.head("invoice");
    const events = await streamUntil("/api/stream?session=invoice", (seen) => framesIn(seen).length === length);
    expect(framesIn(events).map(({ position }) => position)).toEqual([...Array(length).keys()]);
  });

  test("a reader who comes back gets what is behind the last that they saw", async () => {
    const { stream, streamUntil, runtime } = await inspected();
    const length = await runtime.journal.head("invoice");
    const first = await stream("/api/stream?session=invoice");
    await first.until((seen) => framesIn(seen).length === length);
    await first.close();
    expect(first.lastId).toMatch(new RegExp(`^invoice ${length - 1} \\d+$`));
    const session = await runtime.open("invoice");
    await session.send("Still there?").ended;
    const events = await streamUntil("/api/stream?session=invoice", (seen) => framesIn(seen).length > 0, {
      "last-event-id": first.lastId,
    });
    expect(events.some(({ type }) => type === "reset")).toBe(false);
    expect(framesIn(events)[0]).toMatchObject({ position: length, event: "user.message" });
  });

  test.each(["invoice 5 1", "invoice 500", "another 3"])(
    "a reader who saw something else (%s) begins again",
    async (id) => {
      const { streamUntil } = await inspected();
      const events = await streamUntil("/api/stream?session=invoice", (seen) => framesIn(seen).length > 0, {
        "last-event-id": id,
      });
      const types = events.map(({ type }) => type).filter((type) => type !== "sessions");
      expect(types).toEqual(["reset", "frames"]);
      expect(framesIn(events)[0]?.position).toBe(0);
    },
  );

  test("what happens in a session comes as it happens: text, then the frame that has it whole", async () => {
    const model = scriptedModel([{ chunks: ["Good ", "day!"] }]);
    const { stream, runtime } = await inspected({ model });
    const reader = await stream("/api/stream?session=live");
    await reader.until((seen) => seen.length > 0);
    const session = await runtime.open("live");
    await session.send("Hello").ended;
    await reader.until((seen) => framesIn(seen).length === 3);
    await reader.until((seen) => sessionsIn(seen).some(({ id, status }) => id === "live" && status === "awaitingUser"));
    const told = reader.events.flatMap((event) => {
      if (event.type === "delta") return [event.text];
      return event.type === "frames" ? event.frames.map((frame) => frame.event) : [];
    });
    expect(told.slice(0, 2)).toEqual(["session.opened", "user.message"]);
    expect(told.slice(2, -1).join("")).toBe("Good day!");
    expect(told.at(-1)).toBe("model.replied");
    await reader.close();
  });

  test("a long session comes in pieces", async () => {
    const { streamUntil } = await inspected({ journal: await longJournal(1_100) });
    const events = await streamUntil("/api/stream?session=long", (seen) => framesIn(seen).length >= 1_100);
    const pieces = events.flatMap((event) => (event.type === "frames" ? [event.frames.length] : []));
    expect(Math.max(...pieces)).toBe(500);
  });

  test("a session is exported as its journal has it", async () => {
    const { get } = await inspected();
    const answer = await get("/api/sessions/invoice/export");
    expect(answer.headers.get("content-disposition")).toContain("invoice.ndjson");
    expect(fromNdjson(await answer.text())[0]?.event.type).toBe("session.opened");
  });

  test("a session of another graph, and one that is broken, are listed with what is wrong", async () => {
    const { journal, post, streamUntil } = await inspected();
    const [opening, ...entries] = await Array.fromAsync(journal.read("invoice"));
    if (opening?.event.type !== "session.opened") throw new Error("no opening");
    const hash = { ...opening.event.hash, routing: "0" };
    await journal.append("other", 0, [{ ...opening, session: "other", event: { ...opening.event, hash } }]);
    await journal.append("broken", 0, [{ ...opening, session: "broken" }, ...entries.slice(1)]);
    const events = await streamUntil("/api/stream", (seen) => sessionsIn(seen).length === 9);
    const problems = sessionsIn(events).flatMap(({ id, problem }) => (problem === null ? [] : [`${id}: ${problem}`]));
    expect(problems.toSorted().map((text) => text.slice(0, 60))).toEqual([
      'broken: The journal of session "invoice" has position 2 wher',
      'other: The routing of graph "support-desk" has changed since',
    ]);
    expect((await post("/api/sessions/other/send", { text: "Hi" })).status).toBe(409);
    expect(sessionsIn(await streamUntil("/api/stream", (seen) => seen.length > 0))).toContainEqual(
      expect.objectContaining({ id: "other", model: null }),
    );
  });
});

describe("doing", () => {
  test("a session is opened, talked to, decided on, and goes its way while whoever asked has the answer", async () => {
    const model = scriptedModel([
      { calls: [call("verifyIdentity", { email: "a@b.example", passphrase: "swordfish" })] },
      { calls: [handOff("refunds", { orderId: "A-1", reason: "broken" })] },
      { calls: [call("issueRefund", { orderId: "A-1", amount: 500 })] },
      "Paid.",
      "Good bye.",
    ]);
    const { post, stream, runtime } = await inspected({ model });
    const opened = await post("/api/sessions", { text: "My money, please." });
    expect([opened.status, await opened.json()]).toEqual([200, { session: "new-1" }]);
    const reader = await stream("/api/stream?session=new-1");
    const approvals = () =>
      framesIn(reader.events).findLast(({ approvals }) => approvals !== undefined)?.approvals ?? [];
    await reader.until(() => approvals().length === 1);
    const [{ call: key = "", binding = "" } = {}] = approvals();

    const unbound = await post("/api/sessions/new-1/approve", { call: key });
    expect([unbound.status, await unbound.json()]).toEqual([
      400,
      { code: "bad_option", message: "binding: expected a text, found nothing." },
    ]);
    const other = await post("/api/sessions/new-1/approve", { call: key, binding: "another" });
    expect([other.status, (await other.json()).code]).toEqual([409, "no_such_call"]);
    const approved = await post("/api/sessions/new-1/approve", {
      call: key,
      binding,
      input: { orderId: "A-1", amount: 400 },
    });
    expect(approved.status).toBe(200);
    await reader.until((seen) => framesIn(seen).some(({ variables }) => variables.refunded === true));
    await runtime.find("new-1")?.follow().ended;

    expect((await post("/api/sessions/new-1/send", { text: "Thank you" })).status).toBe(200);
    await reader.until((seen) => framesIn(seen).filter(({ event }) => event === "user.message").length === 2);
    expect((await post("/api/sessions/new-1/cancel", { reason: "enough" })).status).toBe(200);
    await reader.until((seen) => framesIn(seen).at(-1)?.status === "cancelled");
    const late = await post("/api/sessions/new-1/send", { text: "Hello?" });
    expect([late.status, (await late.json()).code]).toEqual([409, "session_ended"]);
    await reader.close();
  });

  test("what waits in a recorded session is denied, and the model is told why", async () => {
    const { post, stream } = await inspected({ model: scriptedModel(["A colleague will write to you."]) });
    const reader = await stream("/api/stream?session=refund-waiting");
    const waiting = () => framesIn(reader.events).findLast(({ approvals }) => approvals !== undefined)?.approvals?.[0];
    await reader.until(() => waiting() !== undefined);
    const { call: key, binding } = waiting() ?? {};
    await post("/api/sessions/refund-waiting/deny", { call: key, binding, reason: "Too much.", remember: "tool" });
    await reader.until((seen) => framesIn(seen).some(({ messages }) => JSON.stringify(messages).includes("Too much.")));
    await reader.close();
  });

  test("a fork shares what stands up to its position, and is resumed where that is unfinished", async () => {
    const { post, streamUntil, runtime } = await inspected({ models: { other: scriptedModel(["Another answer."]) } });
    const forked = await post("/api/sessions/invoice/fork", { position: 1, model: "other" });
    const { session } = await forked.json();
    expect(session).toBe("invoice~1");
    const listed = await streamUntil("/api/stream", (seen) => sessionsIn(seen).some(({ id }) => id === session));
    expect(sessionsIn(listed).find(({ id }) => id === session)).toMatchObject({
      status: "interrupted",
      length: 2,
      model: "other",
      forkOf: { session: "invoice", position: 1 },
    });
    await post(`/api/sessions/${encodeURIComponent(session)}/resume`);
    await runtime.find(session)?.follow().ended;
    expect(runtime.find(session)?.state.conversation.at(-1)).toMatchObject({ text: "Another answer." });
    const twice = ["invoice", "invoice"].map(async (id) => {
      const made = await post(`/api/sessions/${id}/fork`, { position: 0 });
      return (await made.json()).session;
    });
    expect((await Promise.all(twice)).sort()).toEqual(["invoice~2", "invoice~3"]); // from two tabs at once
  });

  test("the person who looks is the model: asked, answering with calls that are offered, and with a text", async () => {
    const { post, stream } = await inspected();
    await post("/api/sessions", { model: "you", text: "Hi" });
    const reader = await stream("/api/stream?session=new-1");
    const question = () => reader.events.findLast((event) => event.type === "asked")?.question ?? null;
    await reader.until(() => question() !== null);
    expect(question()).toMatchObject({ agent: "triage", turn: 1, messages: 1 });
    expect(question()?.tools.map(({ name }) => name)).toContain("handoff_to_billing");

    const empty = await post("/api/sessions/new-1/reply", { turn: 1, text: "" });
    expect([empty.status, (await empty.json()).code]).toEqual([400, "bad_event"]);
    const calls = [{ name: "handoff_to_billing", arguments: {} }];
    expect((await post("/api/sessions/new-1/reply", { turn: 1, text: "To billing.", calls })).status).toBe(200);
    await reader.until(() => question()?.agent === "billing");
    const late = await post("/api/sessions/new-1/reply", { turn: 1, text: "Too late." });
    expect([late.status, (await late.json()).code]).toEqual([409, "not_asked"]);
    await post("/api/sessions/new-1/reply", { turn: 2, text: "Which invoice?" });
    await reader.until((seen) => framesIn(seen).at(-1)?.status === "awaitingUser");
    await reader.until(() => question() === null);
    await reader.close();

    const again = await stream("/api/stream?session=new-1", { "last-event-id": reader.lastId });
    const asked = await again.until((seen) => seen.some(({ type }) => type === "asked"));
    expect(asked.at(-1)).toMatchObject({ question: null }); // it was answered while nobody listened, for all they know
    await again.close();
  });

  test("stop withdraws the question; the run goes on when it is resumed", async () => {
    const { post, stream } = await inspected();
    await post("/api/sessions", { model: "you", text: "Hi" });
    const reader = await stream("/api/stream?session=new-1");
    const asked = () =>
      reader.events.flatMap((event) => (event.type === "asked" ? [event.question?.turn ?? null] : []));
    await reader.until(() => asked().length === 1);
    await post("/api/sessions/new-1/stop");
    await reader.until(() => asked().length === 2);
    expect(asked()).toEqual([1, null]);
    await reader.close();
  });

  test.each([
    ["/api/sessions/nobody/send", { text: "Hi" }, 404, "not_found"],
    ["/api/sessions/nobody/fork", { position: 1 }, 404, "not_found"],
    ["/api/sessions/invoice/dance", {}, 404, "not_found"],
    ["/api/sessions/invoice/send", {}, 400, "bad_option"],
    ["/api/sessions/invoice/send", { text: "" }, 400, "bad_event"],
    ["/api/sessions/invoice/operate", { text: "Hi" }, 409, "no_human_agent"],
    ["/api/sessions/invoice/operate", { handoff: { to: 7 } }, 400, "bad_option"],
    ["/api/sessions/invoice/approve", { call: "1.0", binding: "x" }, 409, "no_such_call"],
    ["/api/sessions/invoice/fork", { position: 99 }, 400, "bad_journal"],
    ["/api/sessions/invoice/fork", { position: -1 }, 400, "bad_option"],
    ["/api/sessions/invoice/reply", { turn: 1, text: "Hi" }, 409, "not_asked"],
    ["/api/sessions", { model: "yuo" }, 400, "bad_option"],
  ])("POST %s %j is refused", async (path, body, status, code) => {
    const { post } = await inspected();
    const answer = await post(path, body);
    expect([answer.status, (await answer.json()).code]).toEqual([status, code]);
  });

  test("a first message that cannot be said opens nothing", async () => {
    const { post, streamUntil, runtime } = await inspected({ runtimeOptions: { caps: { maxMessageBytes: 10 } } });
    expect((await post("/api/sessions", { text: "More than ten bytes." })).status).toBe(413);
    expect(runtime.find("new-1")).toBeNull();
    const [event] = await streamUntil("/api/stream", (seen) => seen.length > 0);
    expect(sessionsIn([event].flatMap((one) => one ?? [])).map(({ id }) => id)).not.toContain("new-1");
  });

  test("a misspelt model is told with its likely meaning", async () => {
    const { post } = await inspected();
    expect(await (await post("/api/sessions", { model: "yuo" })).json()).toMatchObject({
      message: 'model: there is no model "yuo" here.',
      hint: expect.stringContaining("you"),
    });
  });

  test("an inspector that only shows refuses whatever would change something", async () => {
    const { get, post, runtime } = await inspected({ control: false });
    expect(await (await get("/api/flow")).json()).toMatchObject({ canControl: false, models: [] });
    for (const path of ["/api/sessions", "/api/sessions/invoice/send", "/api/sessions/invoice/fork"]) {
      const answer = await post(path, { text: "Hi", position: 1 });
      expect([answer.status, (await answer.json()).code]).toEqual([403, "read_only"]);
    }
    expect(await Array.fromAsync(runtime.journal.sessions())).toHaveLength(7);
  });
});

test("two requests at once for a session that is not open yet get the same session", async () => {
  const { post, stream } = await inspected({ models: { other: scriptedModel(["One.", "Two."]) } });
  const { session } = await (await post("/api/sessions/invoice/fork", { position: 0, model: "other" })).json();
  const answers = await Promise.all(["One?", "Two?"].map((text) => post(`/api/sessions/${session}/send`, { text })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const reader = await stream(`/api/stream?session=${session}`);
  await reader.until((seen) => framesIn(seen).filter(({ event }) => event === "model.replied").length === 2);
  await reader.close();
});
