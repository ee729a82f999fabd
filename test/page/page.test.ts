import { call, handOff, type ScriptedStep, scriptedModel } from "handoff-machine/testing";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordedJournal } from "../inspector/recorded-journal.ts";
import { chromiumPath, launchChromium } from "./chromium.ts";
import { activeNode, lookAt, type Shown, shown } from "./shown.ts";

let browser: Browser;

describe.skipIf(chromiumPath === null)("the inspector's page", () => {
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  describe("with recorded sessions", () => {
    let desk: Shown;
    const replies: ScriptedStep[] = ["Then I may not."];

    beforeAll(async () => {
      const model = scriptedModel(() => replies.shift() ?? "Hello!");
      desk = await shown(browser, { journal: await recordedJournal(), hash: "session=refund-granted", model });
    });
    afterAll(async () => {
      await desk.close();
      expect(desk.faults).toEqual([]);
    });

    test("goes back and forth in time by keys, and keeps its place over a reload", async () => {
      const { page } = desk;
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
      await page.waitForURL(`**/*at=${place}`);
      await page.reload();
      await activeNode(page, "agent:refunds");
      expect(await page.getByRole("slider").getAttribute("aria-valuenow")).toBe(place);
      await page.keyboard.press("End");
      await activeNode(page, "agent:triage");
      await page.waitForURL((address) => !address.hash.includes("at="));
    });

    test("has the system's colours, the timeline too, until others are chosen and kept", async () => {
      const { page } = desk;
      const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const timeline = (): Promise<string> =>
        page.locator("canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
      const [light, dark] = ["rgb(246, 248, 251)", "rgb(11, 15, 22)"];
      await page.emulateMedia({ colorScheme: "light" });
      await expect.poll(ground).toBe(light);
      const painted = await timeline();
      await page.emulateMedia({ colorScheme: "dark" });
      await expect.poll(ground).toBe(dark);
      await expect.poll(timeline).not.toBe(painted);
      await page.getByRole("button", { name: "Colours: auto" }).click();
      await expect.poll(timeline).toBe(painted);
      await page.reload();
      await expect.poll(ground).toBe(light);
      await page.getByRole("button", { name: "Colours: light" }).click();
      await page.getByRole("button", { name: "Colours: dark" }).click();
      await page.emulateMedia({ colorScheme: null });
    });

    test("leads from a message to the chart, and from a way to where it was taken and refused", async () => {
      const { page } = desk;
      await lookAt(page, "session=refund-granted&at=5");
      await page.locator(".pill-handoff .way").first().click();
      await activeNode(page, "agent:refunds");
      await page.locator('[data-arrow*="triage→refunds"] .reach').dispatchEvent("click");
      const panel = page.locator("#side-panel");
      await panel.getByText("verified", { exact: true }).waitFor();
      expect(await panel.getByText("Refused: 1 time").count()).toBe(1);
      await panel.getByRole("button", { name: "Go to entry 3" }).click();
      await page.getByText("at 3 of").waitFor();
    });

    test("shows every state, and the one that it is in", async () => {
      const { page } = desk;
      await lookAt(page, "session=refund-granted&at=11&level=states");
      await activeNode(page, "state:refunds.awaitingModel");
      await page.keyboard.press("a");
      await activeNode(page, "agent:refunds");
    });

    test("shows where the session is also when the chart was hidden", async () => {
      const { page } = desk;
      await page.setViewportSize({ width: 390, height: 844 });
      await lookAt(page, "session=refund-granted&at=12&level=states");
      await page.locator(".view-tabs button", { hasText: "chart" }).click();
      const node = page.locator('[data-node^="state:refunds"].active');
      await page.waitForFunction(
        (one) => {
          const { left = -1, right = Number.POSITIVE_INFINITY } = one?.getBoundingClientRect() ?? {};
          return left >= 0 && right <= innerWidth;
        },
        await node.elementHandle(),
      );
      await page.setViewportSize({ width: 1280, height: 800 });
    });

    test("finds what was said", async () => {
      const { page } = desk;
      await page.keyboard.press("/");
      await page.getByRole("searchbox").fill("headphones");
      await page.locator(".find-count", { hasText: "of 3" }).waitFor();
      await page.keyboard.press("Enter");
      expect(await page.locator("mark").first().textContent()).toMatch(/headphones/i);
      await page.keyboard.press("Escape");
      await page.getByRole("searchbox").waitFor({ state: "detached" });
    });

    test("forks where one looks, and lets one be the model there", async () => {
      const { page } = desk;
      await lookAt(page, "session=refund-granted&at=6");
      await page.locator(".fork-button").click();
      await page.locator("dialog select").selectOption("you");
      await page.getByRole("button", { name: "Fork", exact: true }).click();
      const seat = page.getByRole("region", { name: "You are the model" });
      await page.getByRole("button", { name: "Resume" }).or(seat).first().waitFor();
      if ((await seat.count()) === 0) await page.getByRole("button", { name: "Resume" }).click();
      expect(await seat.locator(".offered button").first().textContent()).toContain("handoff_to_");
      await page.locator(".where", { hasText: "waits for you as the model" }).waitFor();
      await seat.getByRole("list", { name: "What is not offered" }).getByText("handoff_to_refunds").click();
      await seat.getByLabel("orderId").fill("A-1042");
      await seat.getByLabel("reason").fill("broken");
      await seat.getByRole("button", { name: /^Answer/ }).click();
      await page.locator(".pill-refusal").nth(1).waitFor();
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
      await page.keyboard.press("Escape");
    });

    test("denies an approval with a reason, which the model is told", async () => {
      const { page, runtime } = desk;
      await lookAt(page, "session=refund-waiting");
      await page.getByLabel("Reason, if you deny").fill("Too old.");
      await page.getByRole("button", { name: "Deny" }).click();
      await page.getByText("Then I may not.").waitFor();
      await page.locator(".approval-outcome", { hasText: "denied" }).waitFor();
      expect(await (await runtime.open("refund-waiting")).export()).toContain("Too old.");
    });

    test("says when there is no such session", async () => {
      await lookAt(desk.page, "session=nobody");
      await desk.page.getByText("There is no session “nobody” here.").waitFor();
    });
  });

  test("shows live who has the conversation and what is said, in two tabs at once", async () => {
    const lookups = [call("lookupOrder", { orderId: "B-7" }), call("lookupOrder", { orderId: "B-8" })];
    const model = scriptedModel([
      "Good morning.",
      { text: "To billing.", calls: [handOff("billing")] },
      { calls: lookups },
      "Both are headphones.",
    ]);
    const { page, another, faults, close } = await shown(browser, { model });
    await page.locator(".no-conversation button").click();
    await page.getByLabel("First message").fill("Hello?");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByText("Good morning.").waitFor();
    await activeNode(page, "agent:triage");
    const other = await another("session=new-1");
    await other.getByText("Good morning.").waitFor();
    await other.getByLabel("Message as the user").fill("B-7 and B-8?");
    await other.keyboard.press("Enter");
    await Promise.all([page, other].map((tab) => activeNode(tab, "agent:billing")));
    await Promise.all([page, other].map((tab) => tab.getByText("Both are headphones.").waitFor()));
    expect(await page.locator(".call-output").allTextContents()).toEqual([
      expect.stringContaining("B-7"),
      expect.stringContaining("B-8"),
    ]);
    expect(await page.getByRole("status").allTextContents()).toContain("billing has the conversation");
    await close();
    expect(faults).toEqual([]);
  });

  test("tells that the server is gone, and goes on when it is back", async () => {
    const first = await shown(browser, { journal: await recordedJournal(), hash: "session=refund-granted" });
    const { page } = first;
    await page.locator(".row").first().waitFor();
    const port = Number(new URL(first.inspector.url ?? "").port);
    await first.inspector.close();
    const lost = page.getByText("The connection to the server is lost");
    await lost.waitFor();
    const model = scriptedModel(["I am back."]);
    const second = await shown(browser, { journal: await recordedJournal(), port, model, isHidden: true });
    await lost.waitFor({ state: "detached" });
    await (await second.runtime.open("refund-granted")).send("Are you there?").ended;
    await page.getByText("I am back.").waitFor();
    await second.close();
    await first.close();
  });

  test("shows the agents as a list, and what to install, where nothing can lay out", async () => {
    const { page, close } = await shown(browser, { journal: await recordedJournal(), isHidden: true });
    await page.context().route("**/elk-worker.min.js", (route) => route.fulfill({ status: 404, body: "" }));
    await lookAt(page, "session=refund-granted");
    await page.getByText("npm install elkjs").waitFor();
    await page.locator(".plain-list", { hasText: "refunds when verified" }).waitFor();
    await close();
  });
});
