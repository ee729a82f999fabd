import { call, handOff, scriptedModel } from "handoff-machine/testing";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { recordedJournal } from "../inspector/recorded-journal.ts";
import { chromiumPath, launchChromium } from "./chromium.ts";
import { activeNode, type Shown, type ShownOptions, shown } from "./shown.ts";

let browser: Browser;
let open: Shown | null = null;

async function show(options: ShownOptions = {}): Promise<Shown> {
  open = await shown(browser, options);
  return open;
}

async function showRecorded(hash: string, options: ShownOptions = {}): Promise<Shown> {
  return show({ journal: await recordedJournal(), hash, ...options });
}

describe.skipIf(chromiumPath === null)("the inspector's page", () => {
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });
  afterEach(async () => {
    await open?.close();
    const faults = open?.faults ?? [];
    open = null;
    expect(faults).toEqual([]);
  });

  test("shows live who has the conversation, and what is said", async () => {
    const { page, runtime } = await show({
      model: scriptedModel([{ text: "To billing.", calls: [handOff("billing")] }, "Billing here."]),
    });
    const session = await runtime.open("desk");
    await session.send("Who am I?").ended;
    await activeNode(page, "agent:billing");
    expect(await page.locator(".conversation .bubble").allTextContents()).toEqual([
      "Who am I?",
      "To billing.",
      "Billing here.",
    ]);
    expect(await page.getByRole("status").first().textContent()).toContain("billing has the conversation");
  });

  test("opens a session with its first message, and says more", async () => {
    const { page } = await show({ model: scriptedModel(["Good morning.", "And good night."]) });
    await page.locator(".no-conversation button").click();
    await page.getByLabel("First message").fill("Hello?");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByText("Good morning.").waitFor();
    await page.getByLabel("Message as the user").fill("Bye.");
    await page.keyboard.press("Enter");
    await page.getByText("And good night.").waitFor();
  });

  test("goes back and forth in time by keys, and keeps its place over a reload", async () => {
    const { page } = await showRecorded("session=refund-granted");
    await activeNode(page, "agent:triage");
    const slider = page.getByRole("slider");
    await slider.press("Home");
    await page.getByText("at 0 of").waitFor();
    for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
    await page.getByText("at 3 of").waitFor();
    await page.locator(".callout", { hasText: "verified = false ✗" }).waitFor();
    await page.keyboard.press("Shift+ArrowRight");
    await activeNode(page, "agent:refunds");
    await page.locator(".callout", { hasText: "verified = true ✓" }).waitFor();
    const place = await slider.getAttribute("aria-valuenow");
    await page.reload();
    await activeNode(page, "agent:refunds");
    expect(await page.getByRole("slider").getAttribute("aria-valuenow")).toBe(place);
    await page.keyboard.press("End");
    await activeNode(page, "agent:triage");
    expect(page.url()).not.toContain("at=");
  });

  test("leads from a message to the chart, and from a way to where it was taken and refused", async () => {
    const { page } = await showRecorded("session=refund-granted");
    await page.locator(".pill-handoff", { hasText: "triage" }).first().locator(".way").click();
    await activeNode(page, "agent:refunds");
    await page.locator('[data-arrow*="triage→refunds"] .reach').dispatchEvent("click");
    const panel = page.locator("#side-panel");
    await panel.getByText("verified", { exact: true }).waitFor();
    expect(await panel.getByText("Refused: 1 time").count()).toBe(1);
    await panel.getByRole("button", { name: "Go to entry 3" }).click();
    await page.getByText("at 3 of").waitFor();
  });

  test("finds what was said", async () => {
    const { page } = await showRecorded("session=refund-granted");
    await page.locator(".row").first().waitFor();
    await page.keyboard.press("/");
    await page.getByRole("searchbox").fill("headphones");
    await page.locator(".find-count", { hasText: "of 3" }).waitFor();
    await page.keyboard.press("Enter");
    expect(await page.locator("mark").first().textContent()).toMatch(/headphones/i);
    await page.keyboard.press("Escape");
    await page.getByRole("searchbox").waitFor({ state: "detached" });
  });

  test("denies an approval with a reason, which the model is told", async () => {
    const { page, runtime } = await showRecorded("session=refund-waiting", {
      model: scriptedModel(["Then I may not."]),
    });
    await page.getByLabel("Reason, if you deny").fill("Too old.");
    await page.getByRole("button", { name: "Deny" }).click();
    await page.getByText("Then I may not.").waitFor();
    await page.locator(".approval-outcome", { hasText: "denied" }).waitFor();
    const journal = await (await runtime.open("refund-waiting")).export();
    expect(journal).toContain("Too old.");
  });

  test("forks where one looks, and lets one be the model there", async () => {
    const { page } = await showRecorded("session=refund-granted&at=6");
    await page.locator(".fork-button").click();
    await page.locator("dialog select").selectOption("you");
    await page.getByRole("button", { name: "Fork", exact: true }).click();
    const seat = page.getByRole("region", { name: "You are the model" });
    await page.getByRole("button", { name: "Resume" }).or(seat).first().waitFor();
    if ((await seat.count()) === 0) await page.getByRole("button", { name: "Resume" }).click();
    expect(await seat.locator(".offered button").first().textContent()).toContain("handoff_to_");
    await seat.getByRole("button", { name: "verifyIdentity" }).click();
    await seat.getByLabel("email").fill("ada@example.com");
    await seat.getByLabel("passphrase").fill("swordfish");
    await seat.getByRole("button", { name: /^Answer/ }).click();
    await page.locator(".call", { hasText: "verified: true" }).waitFor();
    await seat.getByRole("button", { name: "handoff_to_billing" }).click();
    await seat.getByRole("button", { name: /^Answer/ }).click();
    await activeNode(page, "agent:billing");
    await page.locator(".session-button").click();
    await page.getByText("of refund-granted at 6").waitFor();
  });

  test("two tabs see the same", async () => {
    const { page, another, runtime } = await show({ model: scriptedModel(["One.", "Two."]) });
    const session = await runtime.open("desk");
    await session.send("1").ended;
    const other = await another("session=desk");
    await other.getByText("One.").waitFor();
    await other.getByLabel("Message as the user").fill("2");
    await other.keyboard.press("Enter");
    await Promise.all([page, other].map((tab) => tab.getByText("Two.").waitFor()));
  });

  test("tells that the server is gone, and goes on when it is back", async () => {
    const first = await showRecorded("session=refund-granted");
    await first.page.locator(".row").first().waitFor();
    const port = Number(new URL(first.inspector.url ?? "").port);
    await first.inspector.close();
    await first.page.getByText("The connection to the server is lost").waitFor();
    const journal = await recordedJournal();
    const second = await shown(browser, { journal, port, model: scriptedModel(["I am back."]) });
    await first.page.getByText("The connection to the server is lost").waitFor({ state: "detached" });
    await (await second.runtime.open("refund-granted")).send("Are you there?").ended;
    await first.page.getByText("I am back.").waitFor();
    await second.close();
    await first.page.close();
    first.faults.length = 0; // the browser itself reports the connection that was refused
  });

  test("shows the agents as a list, and what to install, where nothing can lay out", async () => {
    const { page, faults } = await showRecorded("session=refund-granted");
    await page.context().route("**/elk-worker.min.js", (route) => route.fulfill({ status: 404, body: "" }));
    await page.reload();
    await page.getByText("npm install elkjs").waitFor();
    await page.locator(".plain-list", { hasText: "refunds when verified" }).waitFor();
    faults.length = 0; // the browser itself reports the missing file
  });

  test("calls of one reply are shown each with its own result", async () => {
    const { page, runtime } = await show({
      model: scriptedModel([
        { calls: [handOff("billing")] },
        { calls: [call("lookupOrder", { orderId: "B-7" }), call("lookupOrder", { orderId: "B-8" })] },
        "Done.",
      ]),
    });
    await (await runtime.open("desk")).send("B-7 and B-8?").ended;
    await page.getByText("Done.").waitFor();
    expect(await page.locator(".call-output").allTextContents()).toEqual([
      expect.stringContaining("B-7"),
      expect.stringContaining("B-8"),
    ]);
  });
});
