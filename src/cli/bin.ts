#!/usr/bin/env node

// Nothing is imported before the version is known: an older Node would fail on the import, without a word of ours.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  // Node keeps what it has compiled in the folder of temporary files: less time to start, from the second time on.
  const { enableCompileCache } = await import("node:module");
  enableCompileCache();
  const { main } = await import("./main.ts");
  await main(process.argv.slice(2));
} else {
  process.stderr.write(
    `✗ handoff needs Node 22.18 or newer, and this is Node ${process.versions.node}.\n` +
      "  help  Install a newer one from https://nodejs.org, or with a version manager: `nvm install 24`, `fnm use 24`, `volta install node@24`.\n" +
      "  code  old_node\n",
  );
  process.exitCode = 2;
}

export {};
