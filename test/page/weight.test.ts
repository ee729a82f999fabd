import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";

const folder = fileURLToPath(new URL("../../dist/inspector/", import.meta.url));
const html = readFileSync(join(folder, "index.html"), "utf8");

describe("the page as it is built", () => {
  test("weighs at most 150 kB before anything is asked of it", () => {
    const files = [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path = ""]) => path);
    const weight = files.reduce((sum, path) => sum + gzipSync(readFileSync(join(folder, path))).byteLength, 0);
    expect(files.length).toBeGreaterThan(1);
    expect(weight).toBeLessThan(150_000);
  });

  test("asks nobody else for anything, and has nothing of the layout's package in it", () => {
    for (const name of readdirSync(join(folder, "assets"))) {
      const text = readFileSync(join(folder, "assets", name), "utf8");
      expect(text).not.toContain("org.eclipse.elk");
      expect([...text.matchAll(/https?:\/\/[\w.-]+/g)].map(([address]) => address).filter(isElsewhere)).toEqual([]);
    }
  });
});

/** Names of XML, and what errors and schemas are called by, are never asked for. */
function isElsewhere(address: string): boolean {
  return !/^https?:\/\/(?:www\.w3\.org|json-schema\.org|xstate\.js\.org|stately\.ai|preactjs\.com|react\.dev)/.test(
    address,
  );
}
