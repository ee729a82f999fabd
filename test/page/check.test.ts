import {
  checkGraph,
  createRuntime,
  type Graph,
  type GraphProperty,
  type GraphReport,
  memoryJournal,
} from "handoff-machine";
import { scriptedModel } from "handoff-machine/testing";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { supportDesk, supportDeskProperties } from "../../machines/support-desk.ts";
import { countable } from "../../src/check/abstract/layout.ts";
import { withHandoff } from "../check/variants.ts";
import { chromiumPath, launchChromium } from "./chromium.ts";
import { type Shown, shown } from "./shown.ts";

const properties = supportDeskProperties as unknown as readonly GraphProperty[]; // the names are the graph's own
const sound = supportDesk as unknown as Graph;
const broken = withHandoff(sound, ["billing", "refunds"], { guard: null });

describe.skipIf(chromiumPath === null)("the checker in the page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => await browser.close());

  /** The check panel of a page that looks at a graph, in which one session has happened. */
  async function panelOf(graph: Graph): Promise<Shown> {
    const journal = memoryJournal();
    const before = createRuntime(graph, { model: scriptedModel(["Hello!"]), journal });
    await (await before.open("real")).send("Hi").ended;
    before.close();
    const looking = await shown(browser, { graph, journal, properties });
    await looking.page.getByRole("tab", { name: "check" }).click();
    return looking;
  }

  test("finds what the program finds, and shows a counterexample as a session, step by step", async () => {
    const { page, faults, close } = await panelOf(broken);
    await check(page);
    const report = checkGraph(broken, properties);
    expect(await shownReport(page)).toEqual(toldReport(report));
    expect(await page.getByText("may not generate code").count()).toBe(0);
    const violated = report.results.filter(({ verdict }) => verdict === "violated");
    await page.getByRole("button", { name: `violated ${violated.length}` }).click();
    const [first] = violated;
    const steps = first?.trace?.steps ?? [];
    await page.getByRole("button", { name: first?.name ?? "" }).click();
    await page.getByRole("button", { name: "Play on the chart" }).click();
    const bar = page.getByRole("region", { name: "Counterexample" });
    for (const [index, { actor, what }] of steps.entries()) {
      await expect.poll(() => bar.locator(".example-count").innerText()).toBe(`${index + 1} / ${steps.length}`);
      expect(await bar.locator(".example-step").innerText()).toContain(`${actor} ${what}`);
      expect(await page.locator("[aria-current=step]").innerText()).toContain(what);
      await page.keyboard.press("ArrowRight");
    }
    await expect.poll(() => page.locator(".conversation-column").innerText()).toContain("issueRefund");
    expect(await page.getByRole("textbox").count()).toBe(0); // nothing can be said to it
    await page.getByRole("button", { name: "Back to the session" }).click();
    await expect.poll(() => page.locator(".conversation-column").innerText()).toContain("Hello!");
    expect(faults).toEqual([]);
    await close();
  });

  test("finds the same where it may not generate code, and can be cancelled", async () => {
    const { page, faults, close } = await panelOf(sound);
    await page.route("**/check-worker-*.js", async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), "content-security-policy": "default-src 'none'; script-src 'self'" };
      await route.fulfill({ response, headers });
    });
    await check(page);
    expect(await shownReport(page)).toEqual(toldReport(checkGraph(sound, properties)));
    await page.getByText("may not generate code").waitFor();
    await page.getByText("How", { exact: true }).click();
    for (const budget of countable) await page.getByLabel(budget).check();
    await page.getByLabel("People may stop and cancel").check();
    await page.getByRole("button", { name: "Check every conversation" }).click();
    await page.getByText("to be looked at").waitFor();
    await page.getByRole("button", { name: "Cancel the check" }).click();
    await page.getByText("Cancelled: nothing is known.").waitFor();
    await expect
      .poll(() => page.workers().filter((worker) => worker.url().includes("check-worker")), { timeout: 5_000 })
      .toEqual([]);
    expect(faults).toEqual([]);
    await close();
  });
});

async function check(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Check every conversation" }).click();
  await page
    .getByRole("region", { name: "Result" })
    .or(page.getByRole("status", { name: "Result" }))
    .waitFor();
}

/** What a report says, as it is compared: the order of the list is the page's own. */
interface ToldReport {
  readonly states: string;
  readonly transitions: string;
  readonly verdicts: readonly string[];
}

async function shownReport(page: Page): Promise<ToldReport> {
  const figure = (name: string): Promise<string> =>
    page
      .locator(".check-numbers div", { hasText: new RegExp(`^${name}`, "u") })
      .locator("dd")
      .innerText();
  const rows = await page.locator(".check-result-head").evaluateAll((heads) =>
    heads.map((head) => {
      const summary = head.querySelector(".check-result-summary")?.textContent ?? "";
      const name = head.querySelector(".check-result-name")?.textContent ?? "";
      return `${head.querySelector(".verdict")?.textContent} ${name.slice(0, name.length - summary.length)}`;
    }),
  );
  return { states: await figure("states"), transitions: await figure("transitions"), verdicts: rows.toSorted() };
}

function toldReport({ states, transitions, results }: GraphReport): ToldReport {
  return {
    states: states.toLocaleString("en-US"),
    transitions: transitions.toLocaleString("en-US"),
    verdicts: results.map(({ verdict, name }) => `${verdict} ${name}`).toSorted(),
  };
}
