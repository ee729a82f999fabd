import { OpenAI } from "openai";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openaiModel } from "../../../src/models/openai/index.ts";
import { readOptions } from "../../../src/models/openai/openai-options.ts";

beforeEach(() => {
  vi.stubEnv("OPENAI_BASE_URL", undefined);
  vi.stubEnv("OPENAI_API_KEY", undefined);
});
afterEach(() => vi.unstubAllEnvs());

describe("readOptions", () => {
  test("speaks Responses with OpenAI and Chat Completions with any other server", () => {
    expect(openaiModel({ model: "m" }).provider).toBe("openai-responses:m");
    expect(openaiModel({ model: "m", baseURL: "http://localhost/v1" }).provider).toBe("openai-chat");
    expect(openaiModel({ model: "m", baseURL: "http://localhost/v1", api: "responses" }).provider).toBe(
      "openai-responses:m@localhost",
    );
    expect(openaiModel({ model: "m", api: "chat" }).provider).toBe("openai-chat");
  });

  test("knows OpenAI's own servers by their names, and takes an empty URL as none", () => {
    const own = { model: "m", baseURL: "https://eu.api.openai.com/v1" };
    expect(readOptions(own)).toMatchObject({ api: "responses", compatible: false });
    expect(readOptions({ model: "m", baseURL: "https://api.openai.com.example/v1" })).toMatchObject({
      compatible: true,
    });
    vi.stubEnv("OPENAI_BASE_URL", "");
    expect(readOptions({ model: "m" })).toMatchObject({ api: "responses", compatible: false, baseURL: undefined });
  });

  test("names the server unless it is OpenAI's own, also that of a client it is given", () => {
    expect(readOptions({ model: "m" }).server).toBeUndefined();
    expect(readOptions({ model: "m", baseURL: "https://eu.api.openai.com/v1" }).server).toBeUndefined();
    expect(readOptions({ model: "m", baseURL: "http://localhost:8000/v1" }).server).toBe("localhost:8000");
    expect(readOptions({ model: "m", baseURL: "odd" }).server).toBe("odd");
    const azure = new OpenAI({ apiKey: "key", baseURL: "https://desk.openai.azure.com/openai/v1" });
    expect(openaiModel({ model: "m", client: azure }).provider).toBe("openai-responses:m@desk.openai.azure.com");
    expect(openaiModel({ model: "m", client: new OpenAI({ apiKey: "key" }) }).provider).toBe("openai-responses:m");
  });

  test("finds server and key in the environment, after the options", () => {
    vi.stubEnv("OPENAI_BASE_URL", "http://environment/v1");
    vi.stubEnv("OPENAI_API_KEY", "environment");
    expect(readOptions({ model: "m" })).toMatchObject({
      api: "chat",
      baseURL: "http://environment/v1",
      apiKey: "environment",
      compatible: true,
    });
    expect(readOptions({ model: "m", baseURL: "http://option/v1", apiKey: "option" })).toMatchObject({
      baseURL: "http://option/v1",
      apiKey: "option",
    });
  });

  test.each([
    [{ model: "" }, "needs the name of a model"],
    [{ model: "m", api: "rest" }, 'must be "responses" or "chat", not "rest"'],
    [{ model: "m", idleTimeout: 0 }, "idleTimeout must be a number of milliseconds"],
    [{ model: "m", idleTimeout: Number.NaN }, "not NaN"],
    [{ model: "m", startTimeout: 2 ** 31 }, "startTimeout must be a number of milliseconds"],
  ])("rejects %j", (options, message) => {
    expect(() => Reflect.apply(openaiModel, undefined, [options])).toThrow(
      expect.objectContaining({ code: "bad_option", message: expect.stringContaining(message) }),
    );
  });

  test("takes a timeout that never ends", () => {
    expect(readOptions({ model: "m", idleTimeout: Number.POSITIVE_INFINITY }).idleTimeout).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});
