import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** The Chromium of this machine, or `null`: none is downloaded. */
export const chromiumPath: string | null = findOnPath("chromium") ?? findOnPath("chromium-browser");

/** Starts Chromium so that it asks nobody for anything by itself. */
export async function launchChromium(): Promise<Browser> {
  if (chromiumPath === null) throw new Error("There is no chromium on the PATH: apt-get install chromium");
  return await chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

function findOnPath(name: string): string | null {
  const places = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name));
  return places.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
