/**
 * The rooms of the house, and which others each may import from. A room is a folder, or a file beside folders; the
 * longest name that fits is a file's room. A command is a room of its own.
 */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  // Parts of stacks, from the outside in.
  "main.ts": ["src/*"],
  "src/stacks": ["src/*"],
  "src/<capability>": ["src/<capability>", "src/aws", "src/terraform"],
  "src/github": [
    "src/environments.ts",
    "src/state",
    "src/aws",
    "src/aws/types",
    "src/installation-variables.ts",
    "src/terraform",
    "src/user-error.ts",
  ],
  "src/operators": [
    "src/operations",
    "src/<capability>",
    "src/aws",
    "src/installation-variables.ts",
    "src/terraform",
  ],
  "src/state": ["src/installation-variables.ts", "src/terraform", "src/user-error.ts"],
  "src/aws": ["src/terraform"],
  "src/aws/types": [],
  "src/installation-variables.ts": ["src/aws", "src/terraform"],
  "src/variables.ts": ["src/<capability>", "src/installation-variables.ts", "src/terraform"],
  "src/environments.ts": ["src/terraform", "src/user-error.ts"],
  "src/stack-files.ts": ["src/state"],
  "src/terraform": [],
  "src/user-error.ts": [],

  // The commands, from the outside in.
  "scripts/commands": ["scripts/*", "src/*", "packages/offline-providers"],
  "scripts/ci": [
    "scripts/procedures",
    "scripts/terraform",
    "scripts/plan",
    "scripts/terminal",
    "scripts/system",
    "src/*",
  ],
  "scripts/procedures": [
    "scripts/aws",
    "scripts/openemr",
    "scripts/terraform",
    "scripts/terminal",
    "scripts/system",
    "src/<capability>",
    "src/terraform",
    "src/user-error.ts",
  ],
  "scripts/openemr": [
    "scripts/aws",
    "scripts/terraform",
    "scripts/terminal",
    "scripts/system",
    "src/user-error.ts",
    "src/<capability>",
  ],
  "scripts/check": [
    "scripts/aws",
    "scripts/terraform",
    "scripts/terminal",
    "scripts/system",
    "src/aws",
    "src/<capability>",
    "src/environments.ts",
    "src/user-error.ts",
    "src/variables.ts",
  ],
  "scripts/terraform": [
    "scripts/plan",
    "scripts/terminal",
    "scripts/system",
    "packages/offline-providers",
    "src/environments.ts",
    "src/stack-files.ts",
    "src/state",
    "src/terraform",
    "src/user-error.ts",
    "src/variables.ts",
  ],
  "scripts/cost": ["scripts/plan", "src/aws/types"],
  "scripts/rules": ["scripts/plan", "scripts/system", "src/user-error.ts"],
  "scripts/plan": ["scripts/system", "packages/offline-providers", "src/aws/types", "src/user-error.ts"],
  "scripts/aws": ["src/user-error.ts"],
  "scripts/terminal": ["src/user-error.ts"],
  "scripts/system": ["src/user-error.ts"],

  // Parts that need none of the others.
  "packages/offline-providers": [],
  "lambda/<function>": ["lambda/lib"],
  "lambda/lib": [],
};

/**
 * Imports that the rooms forbid, and that are there for a reason. One that is no longer needed makes a test fail, as
 * one that is missing does.
 */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
  "scripts/commands/bench/load/generators.ts -> scripts/commands/load-test/report.ts":
    "the bench measures the load test, and reads the report that it writes",
  "scripts/commands/bench/plan-pairs.ts -> __tests__/support/offline-account":
    "the bench measures what a test does, with the test's own means",
  "scripts/commands/bench/plan-pairs.ts -> __tests__/support/pairwise":
    "the bench measures what a test does, with the test's own means",
  "scripts/commands/bench/plan-pairs.ts -> __tests__/support/shared-folder":
    "the bench measures what a test does, with the test's own means",
  "scripts/commands/bench/plan-pairs.ts -> __tests__/support/toggles":
    "the bench measures what a test does, with the test's own means",
};

/**
 * Imports that close a circle of files or of rooms today, each from a file or room to another. One that closes none
 * any more makes a test fail: delete its line.
 */
export const CIRCLES: Readonly<Record<string, string>> = {};
