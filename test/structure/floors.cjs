/**
 * The floors of src/, lowest first: a file imports its own folder or a lower floor.
 * Folders on one floor do not know each other, unless a rule below says so.
 */
const floors = [
  ["errors.ts", "json.ts", "suggest-name.ts"],
  ["graph"],
  ["validate"],
  ["machine"],
  ["journal", "draw"],
  ["check"],
  ["runtime", "audit"],
  ["inspect"],
  ["models", "layout", "stately"],
  ["inspector", "page"],
  ["testing"],
  ["cli"],
  ["index.ts"],
];

const place = (name) => (name.endsWith(".ts") ? `^src/${name}$` : `^src/${name}/`);

/** No vendor, no file system, no HTTP below the adapters: these floors run in a browser too. */
const pureFloors = floors.slice(0, 8).flat().map(place);

const upwards = floors.flatMap((names, floor) =>
  names.map((name) => ({
    name: `floor-${floor}-${name}`,
    comment: `${name} imports its own folder or a lower floor`,
    severity: "error",
    from: { path: place(name) },
    to: {
      path: "^src/",
      pathNot: [place(name), ...floors.slice(0, floor).flat().map(place)],
    },
  })),
);

module.exports = {
  forbidden: [
    ...upwards,
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "known-floor",
      comment: "every file of src/ stands on a floor, but for what builds them",
      severity: "error",
      from: { path: "^src/", pathNot: [...floors.flat().map(place), "^src/vite.config.ts$"] },
      to: {},
    },
    {
      name: "xstate-in-machine-only",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/machine/" },
      to: { path: "^xstate|node_modules/xstate" },
    },
    {
      name: "openai-in-its-adapter-only",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/models/openai/" },
      to: { path: "^openai|node_modules/openai" },
    },
    {
      name: "hono-in-the-inspector-only",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/inspector/" },
      to: { path: "^(hono|@hono)|node_modules/(hono|@hono)/" },
    },
    {
      name: "statelyai-in-its-adapter-only",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/stately/" },
      to: { path: "^@statelyai|node_modules/@statelyai" },
    },
    {
      name: "elkjs-in-layout-only",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/layout/" },
      to: { path: "^elkjs|node_modules/elkjs" },
    },
    {
      name: "preact-in-the-page-only",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/page/" },
      to: { path: "^preact|node_modules/preact/" },
    },
    {
      name: "no-node-below-the-adapters",
      severity: "error",
      from: { path: pureFloors },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "index-knows-no-node",
      comment: "the main entry loads no store, no vendor and no node: module",
      severity: "error",
      from: { path: "^src/index.ts$" },
      to: { path: "^src/(cli|testing|inspector|layout|models/openai|stately)", reachable: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    builtInModules: { add: ["node:sqlite", "node:test"] },
  },
};
