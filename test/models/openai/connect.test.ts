import { OpenAI } from "openai";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { connect } from "../../../src/models/openai/connect.ts";
import { openaiModel } from "../../../src/models/openai/index.ts";
import { readOptions } from "../../../src/models/openai/openai-options.ts";
import { ask } from "../../contract/model-request.ts";

beforeEach(() => {
  vi.stubEnv("OPENAI_BASE_URL", undefined);
  vi.stubEnv("OPENAI_API_KEY", undefined);
});
afterEach(() => vi.unstubAllEnvs());

describe("connect", () => {
  test("says how to install a package that is missing", async () => {
    const missing = Object.assign(new Error("Cannot find package 'openai'"), { code: "ERR_MODULE_NOT_FOUND" });
    const settings = readOptions({ model: "m", apiKey: "k" });
    await expect(connect(settings, () => Promise.reject(missing))).rejects.toMatchObject({
      name: "UsageError",
      code: "missing_package",
      hint: "Run: npm install openai@7",
      cause: missing,
    });
  });

  test("does not take another failure of the package for a missing one", async () => {
    const broken = new SyntaxError("Unexpected token");
    const settings = readOptions({ model: "m", apiKey: "k" });
    await expect(connect(settings, () => Promise.reject(broken))).rejects.toBe(broken);
  });

  test("makes a client that neither retries nor logs", async () => {
    const client = await connect(readOptions({ model: "m", apiKey: "k" }), async () => ({ OpenAI }));
    expect(client).toMatchObject({ apiKey: "k", maxRetries: 0, logLevel: "off" });
  });

  test("needs a key for OpenAI, and none for another server", async () => {
    expect(await ask(openaiModel({ model: "m" }))).toMatchObject({
      error: { code: "unauthorized", retryable: false, hint: expect.stringContaining("OPENAI_API_KEY") },
    });
    expect(await connect(readOptions({ model: "m", baseURL: "http://localhost/v1" }))).toMatchObject({
      apiKey: "none",
    });
  });
});
