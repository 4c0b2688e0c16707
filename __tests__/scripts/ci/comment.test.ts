import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { GitHubStandIn } from "./github-stand-in";
import { Job } from "./job";

const github = new GitHubStandIn();
let job: Job;

beforeAll(async () => {
  await github.start();
  job = new Job({ GITHUB_API_URL: github.url });
  job.write("event.json", JSON.stringify({ pull_request: { number: 5 } }));
});
afterAll(() => {
  github.stop();
  job?.remove();
});
beforeEach(() => {
  github.reset();
  rmSync(path.join(job.folder, "reports"), { recursive: true, force: true });
});

function report(environment: string, text: string): void {
  const folder = path.join(job.folder, "reports", environment);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "review.md"), text);
}

const comment = (env: NodeJS.ProcessEnv = {}) =>
  job.step("comment", ["reports"], { GITHUB_EVENT_PATH: path.join(job.folder, "event.json"), ...env });

const marked = (environment: string) => `<!-- openemr:review:${environment} -->\n`;

test("writes one comment for each environment, and updates them in place, however many others there are", async () => {
  report("review-production", "# Three dangers\n");
  report("review-trial", "# Nothing\n");
  expect(await comment()).toMatchObject({ code: 0 });
  expect(github.writes).toEqual(["POST /issues/5/comments", "POST /issues/5/comments"]);
  expect(github.comments.map(({ body }) => body)).toEqual([
    expect.stringMatching(
      /^<!-- openemr:review:production -->\n# Three dangers\n\n<sub>Of 0123456789\. .*\/actions\/runs\/7\)/,
    ),
    expect.stringContaining(`${marked("trial")}# Nothing`),
  ]);
  expect(github.calls[0]).toMatchObject({ authorization: "Bearer token-of-the-job" });

  // Pages of two: the comments are on the last one. Somebody else's comment is left alone, whatever it begins with.
  const [production] = github.comments.splice(0);
  for (let i = 0; i < 3; i++) github.add("comments", `${marked("production")}mine`, "mallory");
  github.comments.push(production!);
  github.calls.length = 0;
  report("review-production", "# One danger\n");
  rmSync(path.join(job.folder, "reports/review-trial"), { recursive: true });
  expect(await comment()).toMatchObject({ code: 0 });
  expect(github.writes).toEqual([`PATCH /issues/comments/${production!.id}`]);
  expect(production!.body).toContain("# One danger");
  expect(github.comments).toHaveLength(4);
});

test("reports are data: what is none is refused before anything is written", async () => {
  report("review-trial", "# x\n");
  mkdirSync(path.join(job.folder, "reports/review-link"));
  symlinkSync("/etc/passwd", path.join(job.folder, "reports/review-link/review.md"));
  const link = await comment();
  expect(link).toMatchObject({ code: 1, log: expect.stringContaining("is no report of an environment") });
  rmSync(path.join(job.folder, "reports/review-link"), { recursive: true });
  report("review-Trial--x", "# x\n");
  const name = await comment();
  expect(name).toMatchObject({ code: 1, log: expect.stringContaining("is no report of an environment") });
  expect(github.writes).toEqual([]);
});

test("one environment's report is read where many would be", async () => {
  report("review-trial", "# One\n");
  expect(await comment()).toMatchObject({ code: 0 });
  expect(github.writes).toEqual(["POST /issues/5/comments"]);
});

test("without any report it says so and ends well", async () => {
  const { code, log } = await comment();
  expect([code, log]).toEqual([0, expect.stringContaining("no environment was reviewed")]);
  expect(github.writes).toEqual([]);
});

test("a file where a folder must be is no report, and no stack trace", async () => {
  mkdirSync(path.join(job.folder, "reports"), { recursive: true });
  writeFileSync(path.join(job.folder, "reports/review.md"), "# x\n");
  const { code, log } = await comment();
  expect(code).toBe(1);
  expect(log).toContain("is no report of an environment");
  expect(log).not.toMatch(/^ +at /m);
});

test("a token that may not write is an error that says so, without the token", async () => {
  report("review-trial", "# x\n");
  const body = { message: "Resource not accessible by integration" };
  github.disturbance = ({ method }) => (method === "POST" ? { status: 403, body } : undefined);
  const { code, log } = await comment();
  expect(code).toBe(1);
  expect(log).toContain('"Resource not accessible by integration". The job\'s token lacks a permission');
  expect(log).not.toContain("token-of-the-job");
  expect(log).not.toMatch(/^ +at /m);
});
