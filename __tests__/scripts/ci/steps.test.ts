import { readdirSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../src/user-error";
import { RunningScript } from "../../support/running-script";

type Step = (args: readonly string[]) => Promise<void>;

const mockSteps: Step[] = [];

// Each step is handed to `runCommand()`, which would run it with the arguments of the tests.
jest.mock("../../../scripts/terminal/run-command", () => ({
  runCommand: (step: Step) => void mockSteps.push(step),
}));

const PROJECT = path.resolve(__dirname, "../../..");
const FOLDER = path.join(PROJECT, "scripts/ci");
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -3))
  .sort();

const steps = new Map<string, Step>();

beforeAll(() => {
  for (const name of NAMES) {
    require(path.join(FOLDER, name));
    steps.set(name, mockSteps.pop()!);
  }
});

/** The answer of a step at a desk: nothing of a job is set, and nothing is reached. */
async function answer(name: string, ...args: readonly string[]): Promise<string> {
  const before = { ...process.env };
  for (const variable of Object.keys(process.env).filter((each) =>
    /^(GITHUB|OPENEMR|SUITE|RUNNER)_/.test(each),
  )) {
    delete process.env[variable];
  }
  try {
    await steps.get(name)!(args);
  } catch (error) {
    // Anything else would be printed with its stack trace.
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  } finally {
    Object.assign(process.env, before);
  }
  throw new Error(`${name} ${args.join(" ")} was not refused.`);
}

const ENVIRONMENTS = "The environments are development, production, trial.";

/** Steps that take an environment, and those with the options that they must have. */
const OF_ENVIRONMENTS = ["apply", "approval", "compliance", "drift", "image", "plan", "review"];
const WITH_OPTIONS = ["apply", "compliance", "plan", "review"];
const OF_ONE = { comment: "folder with the reports", "tell-tomorrow": "folder with the findings" };
const OF_PARTS = "tomorrow";
const OF_VARIABLES = [
  "environments",
  "image-contract",
  "install-terraform",
  "look-for-version",
  "propose-version",
];

test("every step is tried here", () => {
  const tried = [...OF_ENVIRONMENTS, ...Object.keys(OF_ONE), OF_PARTS, ...OF_VARIABLES];
  expect(tried.sort()).toEqual(NAMES);
});

test.each(OF_ENVIRONMENTS)("%s says which environments there are, and takes one", async (step) => {
  expect(await answer(step)).toMatch(`Which environment? ${ENVIRONMENTS} To add one: npm run new -- <name>.`);
  expect(await answer(step, "nowhere")).toMatch(`There is no environment "nowhere". ${ENVIRONMENTS}`);
  expect(await answer(step, "trial", "production")).toMatch(
    /^One environment at a time, but trial, production were given\. Usage: <environment>/,
  );
});

test.each(WITH_OPTIONS)("%s says which options it needs", async (step) => {
  expect(await answer(step, "trial")).toMatch(/^--\w+ is not given\. Usage: <environment> --\w+ <\w+>/);
});

test.each(Object.entries(OF_ONE))("%s says that it needs the %s", async (step, what) => {
  expect(await answer(step)).toBe(`Which ${what}? Usage: <${what}>`);
});

test("tomorrow says which parts there are", async () => {
  expect(await answer(OF_PARTS)).toBe(
    "Which cdktn|provider|opentofu? Usage: <cdktn|provider|opentofu> [--out <out>]",
  );
  expect(await answer(OF_PARTS, "yesterday")).toBe(
    'The part is "yesterday", but must be "cdktn", "provider" or "opentofu".',
  );
});

test.each(NAMES)("%s refuses what it does not know, by its name", async (step) => {
  expect(await answer(step, "--colour")).toMatch(
    /'--colour'[\s\S]*\n\n(Usage: |This step takes no arguments)/,
  );
});

test.each(OF_VARIABLES)("%s takes no arguments", async (step) => {
  expect(await answer(step, "trial")).toContain("This step takes no arguments.");
});

test.each([
  ["image-contract", /^SUITE_RESULT is not set: .* \.github\/workflows\/image\.yml sets it\.$/],
  [
    "propose-version",
    /^OPENEMR_TAG is not set\. A job of GitHub Actions sets it; see \.github\/workflows\.$/,
  ],
  ["install-terraform", /^RUNNER_TEMP is not set\./],
])("%s says which variable it needs", async (step, says) => {
  expect(await answer(step)).toMatch(says);
});

test("a step starts as workflows start it", async () => {
  const command = ["--require", "tsx/cjs", "scripts/ci/plan.ts"];
  const { status, stdout, stderr } = await new RunningScript(command, { cwd: PROJECT }).end();
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain(ENVIRONMENTS);
});
