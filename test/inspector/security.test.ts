import { createRuntime, UsageError } from "handoff-machine";
import { createInspectorHandler, inspect } from "handoff-machine/inspector";
import { scriptedModel } from "handoff-machine/testing";
import { afterEach, describe, expect, test, vi } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { makeHandler } from "../../src/inspector/create-inspector-handler.ts";
import { inspected, origin } from "./inspected.ts";

const token = "0f7c1a9e-correct-horse";

function runtime() {
  return createRuntime(supportDesk, { model: scriptedModel([]) });
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("in production", () => {
  test("it is off: nothing listens, nothing is answered", async () => {
    vi.stubEnv("NODE_ENV", "production");
    const inspector = await inspect(runtime());
    expect(inspector.url).toBeNull();
    expect((await inspector.fetch(new Request(`${origin}/api/flow`))).status).toBe(404);
    await inspector.close();
    expect((await createInspectorHandler(runtime(), {})(new Request(`${origin}/api/flow`))).status).toBe(404);
  });

  test("it is on for whoever enables it", async () => {
    vi.stubEnv("NODE_ENV", "production");
    const { get } = await inspected({ enabled: true });
    expect((await get("/api/flow")).status).toBe(200);
  });
});

describe("who may look", () => {
  test.each(["0.0.0.0", "::", "192.168.1.7", "desk.example"])("on %s nobody, without a token", async (host) => {
    await expect(inspect(runtime(), { host, port: 0 })).rejects.toMatchObject({
      code: "bad_option",
      hint: expect.stringContaining("token"),
    });
  });

  test("mounted, nobody, before it is said who may", () => {
    expect(() => createInspectorHandler(runtime(), {})).toThrow(UsageError);
    expect(() => createInspectorHandler(runtime(), { token: "" })).toThrow("nobody guesses");
  });

  test("no model goes under the name of whoever looks", () => {
    for (const wrong of [{ ownModel: "you" }, { models: { you: scriptedModel([]) } }])
      expect(() => createInspectorHandler(runtime(), { token, ...wrong })).toThrow("taken by the person who looks");
  });

  test.each([
    ["127.0.0.1:4747", 200],
    ["localhost:9", 200],
    ["[::1]:4747", 200],
    ["evil.example:4747", 403],
    ["127.0.0.1.evil.example", 403],
    ["localhost.evil.example:4747", 403],
  ])("on this machine, only under a name of this machine: %s", async (host, status) => {
    const handler = makeHandler(runtime(), {}, true);
    const byAddress = await handler(new Request(`http://${host}/api/flow`));
    const byHeader = await handler(new Request(`${origin}/api/flow`, { headers: { host } }));
    expect([byAddress.status, byHeader.status]).toEqual([status, status]);
    handler.close();
  });

  test("the hook is asked for every request; what it throws is a no", async () => {
    const asked: string[] = [];
    const { get, post } = await inspected({
      authorize: (request) => {
        asked.push(`${request.method} ${new URL(request.url).pathname}`);
        if (request.headers.has("x-broken")) throw new Error("broken");
        return request.headers.get("x-user") === "ada";
      },
    });
    const ada = { "x-user": "ada" };
    expect((await get("/api/flow", ada)).status).toBe(200);
    expect(await (await get("/api/flow")).json()).toMatchObject({ code: "forbidden" });
    expect((await get("/api/flow", { ...ada, "x-broken": "1" })).status).toBe(403);
    expect((await post("/api/sessions/invoice/send", { text: "Hi" })).status).toBe(403);
    expect((await get("/")).status).toBe(403);
    expect(asked).toEqual([
      "GET /api/flow",
      "GET /api/flow",
      "GET /api/flow",
      "POST /api/sessions/invoice/send",
      "GET /",
    ]);
  });

  test("with a token, nothing without it; a cookie stands for it, and does not tell it", async () => {
    const { get } = await inspected({ token });
    for (const path of ["/", "/api/flow", "/api/stream", "/assets/x.js", "/api/flow?token=wrong"])
      expect((await get(path)).status).toBe(401);
    expect((await get("/api/flow", { authorization: "Bearer wrong" })).status).toBe(401);
    expect((await get("/api/flow", { authorization: `Bearer ${token}` })).status).toBe(200);

    const entry = await get(`/?token=${token}&x=1`);
    expect([entry.status, entry.headers.get("location")]).toEqual([303, "/?x=1"]);
    const cookie = entry.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(token);
    const [pair = ""] = cookie.split(";");
    expect((await get("/api/flow", { cookie: `other=1; ${pair}` })).status).toBe(200);
    expect((await get("/api/flow", { cookie: `${pair}0` })).status).toBe(401);
  });

  test("with a token and a hook, both are needed", async () => {
    const { get } = await inspected({ token, authorize: () => false });
    expect((await get("/api/flow", { authorization: `Bearer ${token}` })).status).toBe(403);
  });
});

describe("who may do something", () => {
  test.each<[Record<string, string>, number]>([
    [{}, 200],
    [{ origin }, 200],
    [{ origin: "http://evil.example" }, 403],
    [{ origin: "http://127.0.0.1:8080" }, 403],
    [{ origin: "null" }, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ "sec-fetch-site": "same-origin", origin: "https://behind.a.proxy" }, 200],
    [{ "content-type": "text/plain" }, 415],
    [{ "content-type": "application/x-www-form-urlencoded" }, 415],
    [{ "content-type": "application/json; charset=utf-8" }, 200],
  ])("POST with %j", async (headers, status) => {
    const { post } = await inspected();
    expect((await post("/api/sessions", {}, headers)).status).toBe(status);
  });

  test.each([
    [{ "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }, 403],
    [{ "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" }, 403],
    [{ origin: "http://evil.example" }, 403],
    [{ "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }, 200],
    [{ "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors" }, 200],
  ])("another page may lead here, and read nothing: GET with %j", async (headers, status) => {
    const { get } = await inspected();
    expect((await get("/api/flow", headers)).status).toBe(status);
  });

  test("a body that is no JSON, no object, or too long is refused", async () => {
    const { handler } = await inspected();
    const sent = async (body: string) => {
      const headers = { "content-type": "application/json" };
      const answer = await handler(new Request(`${origin}/api/sessions`, { method: "POST", body, headers }));
      return [answer.status, (await answer.json()).code];
    };
    expect(await sent("{")).toEqual([400, "bad_option"]);
    expect(await sent("[]")).toEqual([400, "bad_option"]);
    expect(await sent(`{"text":"${"x".repeat(5_000_001)}"}`)).toEqual([413, "too_large"]);
    const [deep, end] = ["[".repeat(100_000), "]".repeat(100_000)];
    expect(await sent(deep + end)).toEqual([400, "bad_option"]);
    expect(await sent(`{"model":${deep}${end}}`)).toEqual([400, "bad_option"]);
  });

  test("a body without an end is read no further than one may go", async () => {
    const { handler } = await inspected();
    let parts = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (++parts > 100) controller.close();
        else controller.enqueue(new Uint8Array(1_000_000).fill(32));
      },
    });
    const endless = { method: "POST", body, headers: { "content-type": "application/json" }, duplex: "half" };
    expect((await handler(new Request(`${origin}/api/sessions`, endless))).status).toBe(413);
    expect(parts).toBeLessThan(10);
  });

  test("who brings the token is sent on to a path of this server, and to no other", async () => {
    const { get } = await inspected({ token });
    const answer = await get(`${origin}//evil.example/?token=${token}&session=a`);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/evil.example/?session=a"]);
  });
});

describe("what is answered", () => {
  test.each([
    "/../package.json",
    "/..%2fpackage.json",
    "/%2e%2e/package.json",
    "/assets/../../package.json",
    "/assets/..%2f..%2f..%2fpackage.json",
    "/..%5cpackage.json",
    "//etc/passwd",
    "/%00",
    "/constructor",
  ])("no path leads out of the page's files: %s", async (path) => {
    const { handler } = await inspected();
    const answer = await handler(new Request(`${origin}${path}`));
    expect([404, 503]).toContain(answer.status);
    expect(await answer.text()).not.toContain("handoff-machine");
  });

  test("nothing of the api is kept by anybody, and nothing is guessed about its type", async () => {
    const { get } = await inspected();
    const { headers } = await get("/api/flow");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  });

  test("it can be mounted under a path; nothing else is answered", async () => {
    const { get } = await inspected({ base: "/admin/inspector" });
    expect((await get("/admin/inspector/api/flow")).status).toBe(200);
    expect((await get("/admin/inspector")).headers.get("location")).toBe("/admin/inspector/");
    expect((await get("/api/flow")).status).toBe(404);
    expect((await get("/admin/inspectors/api/flow")).status).toBe(404);
    for (const base of ["admin", "/:tenant", "/*", "/a b", "/a;Domain=x", "/ä"])
      expect(() => createInspectorHandler(runtime(), { base, token }), base).toThrow("expected a path");
  });

  test("the worker that lays out comes from the package that is installed", async () => {
    const { get } = await inspected();
    const answer = await get("/elk-worker.min.js");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/javascript; charset=utf-8"]);
    await answer.body?.cancel();
  });
});
