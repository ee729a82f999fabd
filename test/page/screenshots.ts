import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createRuntime, type Graph, type Journal } from "handoff-machine";
import { inspect } from "handoff-machine/inspector";
import { scriptedModel } from "handoff-machine/testing";
import { supportDesk } from "../../machines/support-desk.ts";
import { treeGraph } from "../draw/tree-graph.ts";
import { recordedJournal } from "../inspector/recorded-journal.ts";
import { launchChromium } from "./chromium.ts";
import { treeJournal } from "./tree-journal.ts";

/** Makes pictures of the page: `npm run screenshots -- DIR`. */
const [folder = "screenshots", only = ""] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

interface Scene {
  readonly name: string;
  readonly graph: Graph;
  readonly journal: Journal;
  readonly hash: string;
}

const recorded = await recordedJournal();
const tree = treeGraph(30);
const treeJourney = await treeJournal(tree);
const six = treeGraph(6);
const sixJourney = await treeJournal(six);
const scenes: readonly Scene[] = [
  { name: "desk", graph: supportDesk, journal: recorded, hash: "session=refund-granted" },
  { name: "desk-refused", graph: supportDesk, journal: recorded, hash: "session=refund-granted&at=3" },
  { name: "desk-handoff", graph: supportDesk, journal: recorded, hash: "session=refund-granted&at=11" },
  { name: "desk-waiting", graph: supportDesk, journal: recorded, hash: "session=refund-waiting" },
  { name: "desk-states", graph: supportDesk, journal: recorded, hash: "session=refund-granted&at=11&level=states" },
  { name: "six", graph: six, journal: sixJourney, hash: "session=journey" },
  { name: "six-states", graph: six, journal: sixJourney, hash: "session=journey&level=states" },
  { name: "tree", graph: tree, journal: treeJourney, hash: "session=journey" },
  { name: "tree-states", graph: tree, journal: treeJourney, hash: "session=journey&level=states" },
];
const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
  { width: 1920, height: 1080 },
];

const browser = await launchChromium();
for (const { name, graph, journal, hash } of scenes) {
  const runtime = createRuntime(graph, { model: scriptedModel(() => "Hello!"), journal });
  const inspector = await inspect(runtime, { port: 0 });
  for (const colorScheme of ["light", "dark"] as const) {
    for (const viewport of sizes) {
      const views = viewport.width < 900 ? (["chart", "conversation", "facts"] as const) : (["all"] as const);
      const page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce" });
      page.on("console", (message) => message.type() === "error" && console.log(name, message.text()));
      page.on("pageerror", (error) => console.log(name, error.stack));
      for (const view of views) {
        const path = join(folder, `${name}-${viewport.width}${view === "all" ? "" : `-${view}`}-${colorScheme}.png`);
        if (!path.includes(only)) continue;
        if (page.url() === "about:blank") await page.goto(`${inspector.url}#${hash}`);
        if (view !== "all") await page.locator(".view-tabs button", { hasText: view }).click();
        if (view === "all" || view === "chart") await page.locator(".chart [data-node].active").first().waitFor();
        else
          await page
            .locator(view === "facts" ? ".variables" : ".row")
            .first()
            .waitFor();
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        );
        await page.screenshot({ path, animations: "disabled" });
      }
      await page.close();
    }
  }
  await inspector.close();
}
await browser.close();
