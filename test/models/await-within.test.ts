import { expect, test } from "vitest";
import { awaitWithin } from "../../src/models/await-within.ts";

const never = () => new Promise<never>(() => {});

test("gives what the work gives", async () => {
  const { signal } = new AbortController();
  await expect(awaitWithin(async () => 7, { signal })).resolves.toBe(7);
  await expect(awaitWithin(() => Promise.reject("no"), { signal })).rejects.toBe("no");
});

test("does not start the work after an abort", async () => {
  let started = false;
  const work = async () => {
    started = true;
  };
  await expect(awaitWithin(work, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "aborted" });
  expect(started).toBe(false);
});

test("lets an abort win over a result that comes at the same time", async () => {
  const controller = new AbortController();
  const work = async () => controller.abort("stop");
  await expect(awaitWithin(work, { signal: controller.signal })).rejects.toMatchObject({
    code: "aborted",
    cause: "stop",
  });
});

test("gives up when the limit ends", async () => {
  const { signal } = new AbortController();
  await expect(awaitWithin(never, { signal, limit: 1 })).rejects.toMatchObject({
    code: "idle_timeout",
    retryable: true,
  });
});

test("leaves no listener behind", async () => {
  const { signal } = new AbortController();
  const counts = { added: 0, removed: 0 };
  const counted: AbortSignal = Object.assign(new EventTarget(), {
    ...signal,
    aborted: false,
    reason: undefined,
    onabort: null,
    throwIfAborted: () => {},
  });
  counted.addEventListener = () => void counts.added++;
  counted.removeEventListener = () => void counts.removed++;
  await awaitWithin(async () => 1, { signal: counted });
  await awaitWithin(never, { signal: counted, limit: 1 }).catch(() => {});
  expect(counts).toEqual({ added: 2, removed: 2 });
});
