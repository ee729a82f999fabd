import {
  createRuntime,
  type Graph,
  type Journal,
  type ModelClient,
  memoryJournal,
  type Runtime,
} from "handoff-machine";
import { type InspectOptions, type Inspector, inspect } from "handoff-machine/inspector";
import { scriptedModel } from "handoff-machine/testing";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { supportDesk } from "../../machines/support-desk.ts";
import { runningClock } from "../inspector/recorded-journal.ts";

/** A page of an inspector in a browser, and what went wrong in it. */
export interface Shown {
  readonly page: Page;
  readonly runtime: Runtime;
  readonly inspector: Inspector;
  /** Errors on the console and uncaught ones, and requests to anybody but the inspector. */
  readonly faults: string[];
  /** The same inspector in another tab. */
  another(hash?: string): Promise<Page>;
  close(): Promise<void>;
}

export interface ShownOptions extends InspectOptions {
  readonly graph?: Graph;
  readonly journal?: Journal;
  readonly model?: ModelClient;
  /** Where the page looks, as its address says it: `session=demo&at=3`. */
  readonly hash?: string;
  readonly context?: BrowserContextOptions;
  /** Leaves the page empty: only the inspector is wanted, or something is to be prepared first. */
  readonly isHidden?: boolean;
}

/** Starts an inspector and opens its page. */
export async function shown(browser: Browser, options: ShownOptions = {}): Promise<Shown> {
  const {
    graph = supportDesk,
    journal = memoryJournal(),
    model,
    hash = "",
    context: given,
    isHidden = false,
    ...rest
  } = options;
  let opened = 0;
  const runtime = createRuntime(graph, {
    model: model ?? scriptedModel(() => "Hello!"),
    journal,
    ids: { session: () => `new-${++opened}`, jitter: () => 0.5 },
    clock: runningClock(Date.UTC(2026, 10, 24)),
  });
  const inspector = await inspect(runtime, { port: 0, ...rest });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
    ...given,
  });
  const faults: string[] = [];
  const address = inspector.url ?? "";
  const open = async (at: string): Promise<Page> => {
    const page = await context.newPage();
    page.setDefaultTimeout(8000);
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(String(error.stack)));
    page.on("request", (request) => {
      if (!request.url().startsWith(address) && !request.url().startsWith("data:")) faults.push(request.url());
    });
    addresses.set(page, address);
    if (!isHidden) await lookAt(page, at);
    return page;
  };
  return {
    page: await open(hash),
    runtime,
    inspector,
    faults,
    another: (at = hash) => open(at),
    async close() {
      await context.close();
      await inspector.close();
      runtime.close();
    },
  };
}

const addresses = new WeakMap<Page, string>();

/** Has a page look somewhere else: see `readPlace`. */
export async function lookAt(page: Page, hash: string): Promise<void> {
  await page.goto(`${addresses.get(page) ?? ""}#${hash}`);
}

/** Waits until a node of the chart is the active one. */
export async function activeNode(page: Page, id: string): Promise<void> {
  await page.locator(`.chart [data-node="${id}"].active`).waitFor();
}
