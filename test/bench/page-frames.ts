import { createRuntime } from "handoff-machine";
import { inspect } from "handoff-machine/inspector";
import { scriptedModel } from "handoff-machine/testing";
import type { CDPSession, Page } from "playwright-core";
import { supportDesk } from "../../machines/support-desk.ts";
import { longJournal } from "../inspector/long-journal.ts";
import { launchChromium } from "../page/chromium.ts";

/*
 * What the page costs at a session of ten thousand entries: the time between frames while it is scrolled, scrubbed and
 * played, and the processor's time while nothing happens. `npm run build && node test/bench/page-frames.ts [ENTRIES]`
 */

const entries = Number(process.argv[2] ?? 10_000);
const journal = await longJournal(entries);
const runtime = createRuntime(supportDesk, { model: scriptedModel(() => "Hello!"), journal });
const inspector = await inspect(runtime, { port: 0 });
const browser = await launchChromium();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const devtools = await page.context().newCDPSession(page);
await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
const before = performance.now();
await page.goto(`${inspector.url}#session=long`);
await page.locator(".chart [data-node].active").first().waitFor();
await page.waitForFunction(
  (wanted) => Number(document.querySelector("[role=slider]")?.ariaValueMax) >= wanted - 1,
  entries,
);
console.log(
  `${entries} entries are there after ${Math.round(performance.now() - before)} ms, of which the page works ${Math.round(await taskTime(devtools))} ms`,
);
console.log("scroll", await frames(page, devtools, scroll));
console.log("scrub ", await frames(page, devtools, scrub));
console.log("step  ", await frames(page, devtools, step));

const rested = await taskTime(devtools);
await new Promise((resolve) => setTimeout(resolve, 5000));
console.log(`idle   ${((await taskTime(devtools)) - rested).toFixed(1)} ms of the page's thread in 5000 ms`);
await browser.close();
await inspector.close();
runtime.close();

/** Times of frames while something is done: the middle one, of a hundred the fifth longest, the longest; in milliseconds. */
async function frames(of: Page, session: CDPSession, act: (of: Page) => Promise<void>): Promise<string> {
  await of.evaluate(() => {
    const times: number[] = [];
    let last = performance.now();
    const tick = (now: number): void => {
      times.push(now - last);
      last = now;
      if (document.documentElement.dataset.watched === "yes") requestAnimationFrame(tick);
    };
    document.documentElement.dataset.watched = "yes";
    Object.assign(globalThis, { frameTimes: times });
    requestAnimationFrame(tick);
  });
  const begin = await taskTime(session);
  await act(of);
  const spent = (await taskTime(session)) - begin;
  const times = await of.evaluate(() => {
    document.documentElement.dataset.watched = "no";
    return Reflect.get(globalThis, "frameTimes") as number[];
  });
  const sorted = times.slice(1).toSorted((one, other) => one - other);
  const at = (part: number): string => (sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(1);
  return `${sorted.length} frames: median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms; ${(spent / sorted.length).toFixed(1)} ms of work each`;
}

async function scroll(of: Page): Promise<void> {
  await of.evaluate(async () => {
    const list = document.querySelector(".windowed");
    if (list === null) return;
    for (let count = 0; count < 120; count++) {
      list.scrollTop -= 900;
      await new Promise(requestAnimationFrame);
    }
  });
}

async function scrub(of: Page): Promise<void> {
  const box = await of.getByRole("slider").boundingBox();
  if (box === null) return;
  await of.evaluate(
    async ({ x, y, width }) => {
      const slider = document.querySelector<HTMLElement>("[role=slider]");
      if (slider === null) return;
      slider.setPointerCapture = () => {};
      slider.hasPointerCapture = () => true;
      const at = (part: number): PointerEventInit => ({
        clientX: x + width * part,
        clientY: y,
        bubbles: true,
        pointerId: 1,
      });
      slider.dispatchEvent(new PointerEvent("pointerdown", at(1)));
      for (let count = 0; count < 120; count++) {
        slider.dispatchEvent(new PointerEvent("pointermove", at(Math.abs(Math.cos(count / 20)))));
        await new Promise(requestAnimationFrame);
      }
    },
    { x: box.x, y: box.y + 20, width: box.width },
  );
}

async function step(of: Page): Promise<void> {
  await of.evaluate(async () => {
    for (let count = 0; count < 120; count++) {
      dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft" }));
      await new Promise(requestAnimationFrame);
    }
  });
}

/** Milliseconds of the processor that the page's main thread has taken, whatever else the machine does. */
async function taskTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
}
