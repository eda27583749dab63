// Who may import whom: apps/docs/architecture.md, as a check. `npm run imports` runs it alone.
const ours = "^(apps|packages)/";
const test = "[.]test[.]";
const modules = "^packages/api/src/modules";

/** What a package may import of ours, besides itself. A package that isn't here may import nothing of ours. */
const mayImport = {
  "packages/domain": [],
  "packages/client": [],
  "packages/react": ["packages/client"],
  "packages/credentials": [],
  "packages/database": ["packages/domain"],
  "packages/api": ["packages/domain", "packages/database", "packages/credentials", "packages/lms-kit"],
  "packages/testing": [
    "packages/domain",
    "packages/database",
    "packages/credentials",
    "packages/api",
    "packages/lms-kit",
  ],
  "packages/lms-kit": [],
  // What it writes imports lms-kit; it doesn't.
  "packages/create-kunna-connector": [],
  "packages/lti": ["packages/lms-kit"],
  "packages/xapi": ["packages/lms-kit"],
  "packages/moodle": ["packages/lms-kit", "packages/client"],
  // The composition root: it wires everything, and serves the embedded pages.
  "apps/server": ["packages", "apps/embed"],
  "apps/embed": ["packages/client", "packages/react"],
  "apps/portal": ["packages/client", "packages/react"],
  "apps/docs": ["packages"],
  "apps/bench": ["packages"],
};

const folders = Object.entries(mayImport).map(([folder, allowed]) => ({
  name: `only-what-${folder.replace("/", "-")}-may-import`,
  severity: "error",
  from: { path: `^${folder}/` },
  to: { path: ours, pathNot: [folder, ...allowed].map((path) => `^${path}/`) },
}));

module.exports = {
  forbidden: [
    ...folders,
    {
      name: "unknown-package-imports-nothing-of-ours",
      comment: "Say in .dependency-cruiser.cjs what a new package may import.",
      severity: "error",
      from: { path: "^((apps|packages)/[^/]+)/", pathNot: Object.keys(mayImport).map((path) => `^${path}/`) },
      to: { path: ours, pathNot: "^$1/" },
    },
    {
      name: "domain-does-no-io",
      comment: "Pure functions and types: no I/O, no clock, no node:*.",
      severity: "error",
      from: { path: "^packages/domain/", pathNot: `${test}|[.]config[.]ts$|/scripts/` },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "module-by-its-index",
      comment: "A module imports another module's index.ts only.",
      severity: "error",
      from: { path: `${modules}/([^/]+)/` },
      to: { path: `${modules}/[^/]+/`, pathNot: [`${modules}/$1/`, `${modules}/[^/]+/index[.]ts$`] },
    },
    {
      name: "command-below-graphql",
      comment: "Commands import domain, their own store and database: they don't know that GraphQL exists.",
      severity: "error",
      from: { path: [`${modules}/[^/]+/commands/`, `${modules}/[^/]+/[^/]+-store[.]ts$`], pathNot: test },
      to: { path: ["/graphql/", "^packages/api/src/(schema|builder)", "node_modules/(graphql|@pothos)"] },
    },
    {
      name: "graphql-asks-commands",
      comment: "graphql/ imports commands and the builder; the store, which writes, is for commands.",
      severity: "error",
      from: { path: `${modules}/[^/]+/graphql/`, pathNot: test },
      to: { path: `${modules}/[^/]+/[^/]+-store[.]ts$`, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-circle",
      comment: "Types that name each other are no circle: nothing of them is left when it runs.",
      severity: "error",
      from: { path: ours },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"], pathNot: "[.]d[.]ts$" } },
    },
    {
      name: "no-circle-of-modules",
      comment: "Nor one that goes through different files, nor one of types alone.",
      severity: "error",
      scope: "folder",
      from: { path: `${modules}/[^/]+$` },
      to: { circular: true, path: `${modules}/[^/]+$` },
    },
    {
      name: "by-name-not-by-path",
      comment: "Another package is imported by its name, so that its exports decide what is public.",
      severity: "error",
      from: { path: "^((apps|packages)/[^/]+)/" },
      to: { path: ours, pathNot: "^$1/", dependencyTypes: ["local"] },
    },
    {
      name: "no-test-in-production",
      severity: "error",
      from: { path: ours, pathNot: test },
      to: { path: test },
    },
    {
      name: "resolvable",
      severity: "error",
      // The benchmark's peers are installed by the first benchmark only.
      from: { path: ours, pathNot: "^apps/bench/peers/" },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/(dist|generated|coverage)/|^packages/create-kunna-connector/template/|(^|/)[.](turbo|kunna)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["source", "import", "types", "node", "default"],
      mainFields: ["module", "main", "types", "typings"],
    },
  },
};
