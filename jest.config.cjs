/** Tests are transpiled without a type check: `npm run types` does that once for everything. */
const base = {
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2023", parser: { syntax: "typescript" } } }] },
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out"],
  globalSetup: "<rootDir>/__tests__/support/shared-synthesis.ts",
};

module.exports = {
  // Most tests wait for Terraform most of the time, so each core gets a worker.
  maxWorkers: "100%",
  testSequencer: "<rootDir>/jest.sequencer.cjs",
  // Many tests start programs, and a machine that others use, too, can be slow.
  testTimeout: 120_000,
  projects: [
    {
      ...base,
      displayName: "offline",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["/__tests__/aws/"],
    },
    { ...base, displayName: "aws", testMatch: ["<rootDir>/__tests__/aws/**/*.test.ts"] },
  ],
};
