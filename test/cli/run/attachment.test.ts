import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { mostAttachedBytes, readFile, readImage, sizeLabel } from "../../../src/cli/run/attachment.ts";

const directory = mkdtempSync(join(tmpdir(), "handoff-attachment-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function written(name: string, text = "abc"): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

test("an image at a URL stays there, one on disk is read", () => {
  expect(readImage("https://example.org/cat")).toEqual({
    part: { type: "image", url: "https://example.org/cat" },
    label: "https://example.org/cat",
    bytes: 0,
  });
  expect(readImage(written("a cat.JPG"))).toEqual({
    part: { type: "image", data: "YWJj", mediaType: "image/jpeg" },
    label: "a cat.JPG (3 B)",
    bytes: 3,
  });
});

test("a file has its name, and a type by its ending", () => {
  const part = { type: "file", data: "YWJj" };
  expect(readFile(written("a.pdf")).part).toEqual({ ...part, name: "a.pdf", mediaType: "application/pdf" });
  expect(readFile(written("a.xyz")).part).toEqual({ ...part, name: "a.xyz", mediaType: "application/octet-stream" });
});

test("what cannot be attached is told in a sentence", () => {
  expect(() => readImage(written("a.pdf"))).toThrow("a.pdf is no image that models can see. Give one of .png");
  expect(() => readFile(join(directory, "none"))).toThrow(
    "none cannot be read: there is no such file. Paths are taken",
  );
  expect(() => readFile(directory)).toThrow("cannot be read: it is a folder.");
  expect(() => readFile(written("empty", ""))).toThrow("empty is empty.");
  const large = written("large.pdf");
  truncateSync(large, mostAttachedBytes + 1_000_000);
  expect(() => readFile(large)).toThrow("large.pdf has 21 MB; the files of a message may have 20 MB together.");
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [12_345, "12 KB"],
  [999_600, "1 MB"],
  [3_400_000, "3.4 MB"],
])("%i bytes: %s", (bytes, text) => {
  expect(sizeLabel(bytes)).toBe(text);
});
