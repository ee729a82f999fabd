import { handOff } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { desk, transcript } from "../desk.ts";
import { gate, ofType, openSession, shown } from "./sessions.ts";

const image = { type: "image", data: "aGk=", mediaType: "image/png" } as const;
const file = { type: "file", url: "https://example.com/a.pdf", name: "a.pdf" } as const;

describe("a message with images and files", () => {
  test("has its parts in the state, in the request, in the journal and in a replay", async () => {
    const opened = await openSession(desk(), ["A cat."]);
    await opened.session.send({ text: "What is it?", parts: [image, file] }).ended;
    const said = { text: "What is it?", parts: [{ type: "text", text: "What is it?" }, image, file] };
    expect(opened.session.state.conversation.at(0)).toEqual({ role: "user", ...said, at: 1_000 });
    expect(opened.requests[0]?.messages[0]).toEqual({ role: "user", ...said, at: 1_000 });
    expect(ofType(await opened.events(), "user.message")[0]).toEqual({ type: "user.message", ...said, at: 1_000 });
    await opened.replays();
    opened.session.close();
    const again = await openSession(desk(), [], { journal: opened.journal });
    expect(again.session.state.conversation.at(0)).toEqual({ role: "user", ...said, at: 1_000 });
  });

  test("needs no text; text parts are its text, in their order", async () => {
    const { session } = await openSession(desk(), ["Ok.", "Ok."]);
    await session.send({ parts: [image] }).ended;
    await session.send({ parts: [{ type: "text", text: "One" }, image, { type: "text", text: "Two" }] }).ended;
    expect([...session.state.conversation].flatMap((one) => (one.role === "user" ? [one.text] : []))).toEqual([
      "",
      "One\nTwo",
    ]);
  });

  test.each([
    ["an unknown type", { type: "video", url: "https://example.com" }],
    ["neither URL nor data", { type: "image" }],
    ["a URL that is none", { type: "image", url: "cat.png" }],
    ["data without a media type", { type: "image", data: "aGk=" }],
    ["empty data", { type: "file", data: "", mediaType: "text/plain" }],
    ["an empty text", { type: "text", text: "" }],
    ["what is no JSON", { type: "text", text: "x", extra: () => 1 }],
    ["no object", "a text"],
  ])("is refused with a part of %s, before anything is journaled", async (_, part) => {
    const { session } = await openSession(desk(), []);
    expect(() => session.send({ parts: [image, part as never] })).toThrow(
      expect.objectContaining({ name: "UsageError", code: "bad_event", message: expect.stringContaining("Part 1") }),
    );
    expect(session.state.position).toBe(0);
  });

  test("is refused when there is nothing in it, or too much", async () => {
    const { session } = await openSession(desk(), [], { caps: { maxMessageBytes: 200 } });
    for (const nothing of [{}, { parts: [] }, { text: "" }, [], [{ text: "" }]]) {
      expect(() => session.send(nothing)).toThrow(expect.objectContaining({ code: "bad_event" }));
    }
    const big = { ...image, data: "a".repeat(300) };
    expect(() => session.send({ parts: [big] })).toThrow(expect.objectContaining({ code: "too_large" }));
    expect(() => session.send(["short", { parts: [big] }])).toThrow(expect.objectContaining({ code: "too_large" }));
    expect(session.state.position).toBe(0);
  });

  test("is what it was when it was sent, whatever the caller does to its parts afterwards", async () => {
    const parts: (typeof image | { type: "text"; text: string })[] = [{ type: "text", text: "One" }];
    const { session } = await openSession(desk(), ["Ok."]);
    const run = session.send({ parts });
    parts.push(image);
    await run.ended;
    parts.push(image);
    expect(session.state.conversation.at(0)).toMatchObject({ parts: [{ type: "text", text: "One" }] });
    expect(parts).toHaveLength(3);
  });

  test("waits with its parts while something is under way", async () => {
    const door = gate<string>();
    const opened = await openSession(desk(), (_, index) => (index === 0 ? door.pass() : "A cat."));
    const run = opened.session.send("Go");
    await door.entered;
    opened.session.send({ parts: [image] });
    await opened.next("message.staged");
    door.open("First.");
    await run.ended;
    expect(opened.requests[1]?.messages.at(-1)).toMatchObject({ role: "user", parts: [image] });
    await opened.replays();
  });
});

describe("several users", () => {
  test("have their names on their messages, in the state, the request and a replay", async () => {
    const opened = await openSession(desk(), [handOff("billing"), "Hello both."]);
    await opened.session.send([
      { text: "I am Ann", by: "ann" },
      { parts: [image], by: "bob" },
    ]).ended;
    expect(opened.requests[1]?.messages).toMatchObject([
      { role: "user", text: "I am Ann", by: "ann" },
      { role: "user", text: "", by: "bob", parts: [image] },
    ]);
    expect(transcript(opened.session).slice(0, 2)).toEqual(["user: I am Ann", "user: "]);
    await opened.replays();
  });

  test("are one event and one exchange when they speak in one breath", async () => {
    const opened = await openSession(desk(), ["Hello."]);
    await opened.session.send(["One", "Two", { text: "Three", by: "cy" }]).ended;
    expect(ofType(await opened.events(), "user.message")).toEqual([
      { type: "user.message", text: "One", also: [{ text: "Two" }, { text: "Three", by: "cy" }], at: 1_000 },
    ]);
    expect(opened.requests).toHaveLength(1);
    expect(shown(opened.requests[0])).toEqual(["user: One", "user: Two", "user: Three"]);
  });

  test("have names that are texts, and not too long", async () => {
    const { session } = await openSession(desk(), []);
    for (const by of ["", 7 as never]) {
      expect(() => session.send({ text: "Hi", by })).toThrow(expect.objectContaining({ code: "bad_event" }));
    }
    expect(() => session.send({ text: "Hi", by: "x".repeat(1_001) })).toThrow(
      expect.objectContaining({ code: "too_large" }),
    );
  });
});
