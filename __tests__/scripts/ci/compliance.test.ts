import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { Job } from "./job";

/** In the place of `npm run compliance`. */
const COMPLIANCE = `
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const out = process.argv[process.argv.indexOf("--out") + 1]!;
mkdirSync(out, { recursive: true });
if (!process.env.BREAKS) writeFileSync(join(out, "compliance.md"), "## Compliance of " + process.argv[2] + process.argv.slice(5).map((arg) => " " + arg).join("") + "\\n");
process.exit(Number(process.env.ENDS_WITH ?? 0));
`;

let job: Job;

beforeAll(() => {
  job = new Job();
  job.write("scripts/commands/compliance/command.ts", COMPLIANCE);
});
beforeEach(() => rmSync(path.join(job.folder, "report"), { recursive: true, force: true }));
afterAll(() => job?.remove());

const compliance = (env: NodeJS.ProcessEnv = {}) => job.step("compliance", ["trial", "--out", "report"], env);

test("the result is on the page of the run, and in the report that becomes the comment", async () => {
  mkdirSync(path.join(job.folder, "report"));
  job.write("report/review.md", "# Review\n");
  expect(await compliance()).toMatchObject({ code: 0, summary: "## Compliance of trial\n\n" });
  expect(readFileSync(path.join(job.folder, "report/review.md"), "utf8")).toBe(
    "# Review\n\n## Compliance of trial\n",
  );
});

test("a rule that fails fails the job, which says what to do", async () => {
  const { code, log, summary } = await compliance({ ENDS_WITH: "2" });
  expect([code, summary]).toEqual([1, "## Compliance of trial\n\n"]);
  expect(log).toContain("accept it in compliance.json with a reason and an owner");
  expect(existsSync(path.join(job.folder, "report/review.md"))).toBe(false);
});

test("rule packs that could not be tried fail the job", async () => {
  const { code, log } = await compliance({ ENDS_WITH: "1", BREAKS: "yes" });
  expect(code).toBe(1);
  expect(log).toContain("The rule packs could not be tried.");
});

test("a scan of the image goes into the same report where there is one", async () => {
  const args = async (scan: string) =>
    (await job.step("compliance", ["trial", "--out", "report", "--scan", scan])).summary;
  expect(await args("trivy.json")).toContain(`--scan ${path.join(job.folder, "trivy.json")}`);
  expect(await args("")).not.toContain("--scan");
});
