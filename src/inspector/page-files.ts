import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { extname, join, relative, sep } from "node:path";
import { ApiError } from "./api-error.ts";
import { packageFolder } from "./package-folder.ts";

/** A file of the page, as it is answered. */
export interface PageFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Reads a file of the page by its path below the inspector's. Only what stands in the list of the page's files is read,
 * so that no path leads anywhere else.
 *
 * @throws {ApiError} `not_found`; `missing_package` when the package that lays out is not installed.
 */
export async function readPageFile(path: string): Promise<PageFile> {
  const name = path === "" ? "index.html" : path;
  if (name === layoutWorker) return served(name, await readFile(layoutWorkerFile()));
  const file = filesIn(pageFolder()).get(name);
  if (file === undefined) throw new ApiError(404, { code: "not_found", message: `There is no ${name} here.` });
  return served(name, await readFile(file));
}

/** The worker that lays graphs out: of an optional peer, whose licence is another than ours, so it is no part of the page. */
const layoutWorker = "elk-worker.min.js";

function layoutWorkerFile(): string {
  try {
    return createRequire(import.meta.url).resolve("elkjs/lib/elk-worker.min.js");
  } catch {
    throw new ApiError(404, {
      code: "missing_package",
      message: "The page draws with the package elkjs, which is not installed.",
      hint: "Run: npm install elkjs",
    });
  }
}

/** Where Vite has put the page. */
function pageFolder(): string {
  try {
    const folder = join(packageFolder(), "dist", "inspector");
    if (existsSync(join(folder, "index.html"))) return folder;
  } catch {
    // A program that was bundled has our code, and not our package beside it.
  }
  throw new ApiError(503, {
    code: "not_found",
    message:
      "The inspector's page is not here: the package has not been built, or its code was bundled into a program.",
    hint: "In a checkout run `npm run build`; for a bundled program install handoff-machine beside it.",
  });
}

/** All files in a folder, by their path in it with slashes. */
function filesIn(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [relative(folder, file).split(sep).join("/"), file];
    }),
  );
}

function served(name: string, bytes: Uint8Array): PageFile {
  const isPage = name.endsWith(".html");
  return {
    body: new Uint8Array(bytes),
    headers: {
      "content-type": contentTypes.get(extname(name)) ?? "application/octet-stream",
      // Vite puts a digest into the names of what is in assets, so it never changes.
      "cache-control": name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      ...(isPage ? { "content-security-policy": policy, "x-frame-options": "DENY" } : {}),
      ...(isCheckWorker(name) ? { "content-security-policy": checkPolicy } : {}),
    },
  };
}

/** Nothing leaves the machine, nothing comes from elsewhere, nobody frames the page. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** A worker has the policy of its own file, not of the page: the one that checks may generate code, and do nothing else. */
const checkPolicy = "default-src 'none'; script-src 'self' 'unsafe-eval'";

function isCheckWorker(name: string): boolean {
  return name.startsWith("assets/check-worker-");
}

const contentTypes: ReadonlyMap<string, string> = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".svg", "image/svg+xml"],
  [".json", "application/json"],
  [".map", "application/json"],
  [".woff2", "font/woff2"],
  [".png", "image/png"],
]);
