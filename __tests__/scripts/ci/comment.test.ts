import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readWorkflows } from "../../workflows/workflow-files";
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

const comment = (env: NodeJS.ProcessEnv = {}, folder = "reports") =>
  job.step("comment", [folder], { GITHUB_EVENT_PATH: path.join(job.folder, "event.json"), ...env });

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

  // Pages of two: the comments are on the last one. Somebody else's comment stays as it is, whatever it begins with.
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

test.each([[[]], [["trial"]], [["production", "trial"]]])(
  "reports of %j come to the job as the workflow uploads and downloads them",
  async (environments) => {
    const step = deliver(environments);
    const { code, log } = await step();
    expect([code, log]).toEqual([
      0,
      environments.length === 0
        ? expect.stringContaining("no environment was reviewed")
        : environments.map((name) => `${name}: written.\n`).join(""),
    ]);
    expect(github.comments.map(({ body }) => body)).toEqual(
      environments.map((name) => expect.stringContaining(`${marked(name)}# Report of ${name}`)),
    );
  },
);

/**
 * Puts reports where the workflow's steps have upload-artifact and download-artifact put them. An artifact holds what is
 * below the folder that it is given. Several go into a folder each, of their names, where merge-multiple is not set; a
 * single one that a pattern finds goes into the path itself (download-artifact 8.0.1).
 *
 * @returns the step of the workflow that comments
 */
function deliver(environments: readonly string[]): () => ReturnType<typeof comment> {
  const { jobs } = readWorkflows().find(({ file }) => file.endsWith("/pull-request.yml"))!;
  const stepOf = (name: string, sign: RegExp) =>
    jobs[name]!.steps!.find(({ uses = "", run = "" }) => sign.test(`${uses} ${run}`))!;
  const upload = stepOf("review", /^actions\/upload-artifact@/).with!;
  const download = stepOf("comment", /^actions\/download-artifact@/).with!;
  const out = /--out "([^"]+)"/.exec(stepOf("review", /ci\/review\.ts/).run!)![1]!;
  const [, folder] = /ci\/comment\.ts (\S+)/.exec(stepOf("comment", /ci\/comment\.ts/).run!)!;
  for (const environment of environments) {
    const artifact = String(upload.name).replace("${{ matrix.environment }}", environment);
    expect(artifact.startsWith(String(download.pattern).replace("*", ""))).toBe(true);
    const inside = path.relative(String(upload.path), out.replace("$ENVIRONMENT", environment));
    const isFlat = download["merge-multiple"] === true || environments.length === 1;
    const place = path.join(job.folder, String(download.path), isFlat ? "" : artifact, inside);
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, "review.md"), `# Report of ${environment}\n`);
  }
  return () => comment({}, folder);
}

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
