import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordedJournal } from "../inspector/recorded-journal.ts";
import { chromiumPath, launchChromium } from "./chromium.ts";
import { activeNode, type Shown, shown } from "./shown.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser: Browser;
let open: Shown;

describe.skipIf(chromiumPath === null)("the inspector's page can be used by everybody", () => {
  beforeAll(async () => {
    browser = await launchChromium();
    open = await shown(browser, { journal: await recordedJournal(), hash: "session=refund-waiting" });
    await open.page.evaluate(axe);
  });
  afterAll(async () => {
    await open.close();
    await browser.close();
  });

  test.for([
    ["light", 1280],
    ["dark", 1280],
    ["light", 390],
    ["dark", 390],
  ] as const)("in %s, %i pixels wide", async ([colorScheme, width]) => {
    const { page } = open;
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 820 });
    if (width > 900) {
      await activeNode(page, "agent:refunds");
      expect(await mistakes(page)).toEqual([]);
      return;
    }
    for (const view of ["chart", "conversation", "facts"]) {
      await page.locator(".view-tabs button", { hasText: view }).click();
      expect(await mistakes(page)).toEqual([]);
    }
  });

  test("what opens over it, too", async () => {
    const { page } = open;
    await page.setViewportSize({ width: 1280, height: 820 });
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    expect(await mistakes(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.locator(".session-button").click();
    await page.getByRole("dialog", { name: "Sessions" }).waitFor();
    expect(await mistakes(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.locator('.chart [data-node="agent:triage"]').press("Enter");
    await page.getByText("Ways on").waitFor();
    expect(await mistakes(page)).toEqual([]);
    expect(open.faults).toEqual([]);
  });
});

/** What axe finds that is serious. */
async function mistakes(page: Page): Promise<readonly string[]> {
  const { violations } = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
    );
}
