const { availableParallelism } = require("node:os");
require("./__tests__/support/surroundings.cjs");

// Hundreds of short runs of Terraform: a rarer collection of garbage takes a tenth off their time, for 240 MB each.
process.env.GOGC ??= "1000";

/** Tests are transpiled without a type check: `npm run types` does that once for everything. */
const base = {
  testEnvironment: "<rootDir>/__tests__/support/test-environment.cjs",
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2023", parser: { syntax: "typescript" } } }] },
  moduleNameMapper: { "^archiver$": "<rootDir>/__tests__/support/no-archiver.cjs" },
  setupFiles: ["<rootDir>/src/synthesis/no-stack-traces.cjs"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out"],
  globalSetup: "<rootDir>/__tests__/support/shared-folder.ts",
};

module.exports = {
  // Two more than cores: most tests wait for other programs some of the time.
  maxWorkers: availableParallelism() + 2,
  testSequencer: "<rootDir>/jest.sequencer.cjs",
  // Many tests start programs, and a machine that others use, too, can be slow.
  testTimeout: 120_000,
  projects: [
    {
      ...base,
      displayName: "offline",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts", "<rootDir>/packages/*/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["/__tests__/aws/", "/__tests__/image/"],
    },
    { ...base, displayName: "aws", testMatch: ["<rootDir>/__tests__/aws/**/*.test.ts"] },
    { ...base, displayName: "image", testMatch: ["<rootDir>/__tests__/image/**/*.test.ts"] },
  ],
};
