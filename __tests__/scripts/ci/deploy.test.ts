import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { GitHubStandIn } from "./github-stand-in";
import { APP, Job, REVIEW, type StepEnd } from "./job";

/**
 * Plan, approval and apply of one environment, and then the nightly look at it, with the real Terraform. The tests go
 * on from each other, as the jobs do.
 */
const github = new GitHubStandIn();
let job: Job;
let planned: StepEnd;

beforeAll(async () => {
  await github.start();
  job = new Job({ GITHUB_API_URL: github.url, OPENEMR_STATE_KIND: "local" });
  job.write("main.ts", APP);
  job.write("scripts/commands/review/command.ts", REVIEW);
});
afterAll(() => {
  github.stop();
  job?.remove();
});
beforeEach(() => github.reset());

const plan = (env = {}) =>
  job.step("plan", ["trial", "--report", "report", "--bundle", "bundle/plan.tar.gz"], env);

/** In a clean checkout, which knows nothing of the job that planned. */
function apply(sha256: string) {
  rmSync(path.join(job.folder, "cdktf.out"), { recursive: true, force: true });
  return job.step("apply", ["trial", "--bundle", "bundle/plan.tar.gz", "--sha256", sha256]);
}

const label = (text: string) => job.write("environments/trial.tfvars", `label = "${text}"\n`);

describe("a deploy", () => {
  test("is planned, reported on in the summary, and kept", async () => {
    planned = await plan();
    expect(planned).toMatchObject({
      code: 0,
      outputs: { changed: "true", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      summary: "# trial against nothing: terraform_data.thing create\n\n",
    });
    const bundle = path.join(job.folder, "bundle/plan.tar.gz");
    const { stdout } = spawnSync("tar", ["-tzf", bundle], { encoding: "utf8" });
    expect(stdout.split("\n").sort()).toEqual(["", "./", "./cdk.tf.json", "./terraform.tfvars", "./tfplan"]);
  });

  test("of another plan than the one that was reviewed is refused", async () => {
    const { code, log } = await apply("0".repeat(64));
    expect(code).toBe(1);
    expect(log).toContain(
      `has the SHA-256 ${planned.outputs.sha256}, but the plan that was reviewed has "000`,
    );
    expect(existsSync(path.join(job.folder, "cdktf.out"))).toBe(false);
  });

  test("applies exactly that plan, whatever the checkout says now", async () => {
    label("second");
    const { code, outputs, summary } = await apply(planned.outputs.sha256!);
    expect({ code, outputs }).toEqual({ code: 0, outputs: { url: "https://openemr.example.org/first" } });
    expect(summary).toContain("Deployed");
  });

  test("is refused a second time: the state is another one", async () => {
    const { code, log } = await apply(planned.outputs.sha256!);
    expect(code).toBe(1);
    expect(log).toContain("Saved plan is stale");
    expect(log).toContain('"Re-run all jobs" plans anew');
    expect(log).not.toMatch(/^ +at /m);
  });

  test("with nothing to do says so", async () => {
    label("first");
    expect(await plan()).toMatchObject({ code: 0, outputs: { changed: "false" } });
  });

  test("is refused where the job would forget its state", async () => {
    const { code, log } = await plan({ GITHUB_ACTIONS: "true" });
    expect(code).toBe(1);
    expect(log).toContain("files that are gone after the job");
  });
});

describe("drift", () => {
  const drift = (env = {}) => job.step("drift", ["trial"], env);

  test("becomes an issue with numbers, without values or addresses", async () => {
    label("Jane Doe");
    github.add("issues", "<!-- openemr:drift:trial -->", "mallory");
    github.add("issues", "<!-- openemr:drift:trial -->", undefined, { pull_request: {} });
    expect(await drift()).toMatchObject({ code: 0 });
    expect(github.writes).toEqual(["POST /issues"]);
    const { title, body } = github.issues.at(-1)!;
    expect(title).toBe("trial has drifted");
    expect(body).toMatch(
      /^<!-- openemr:drift:trial -->\n.*- 0 to add\n- 1 to change\n- 0 to replace\n- 0 to destroy\n/s,
    );
    expect(body).not.toMatch(/terraform_data|Jane|first/);
  });

  test("is updated in place, with addresses where that was chosen", async () => {
    const { number } = github.add("issues", "<!-- openemr:drift:trial -->\nof yesterday");
    expect(await drift({ DRIFT_ISSUE_SHOWS: "addresses" })).toMatchObject({ code: 0 });
    expect(github.writes).toEqual([`PATCH /issues/${number}`]);
    expect(github.issues[0]!.body).toContain("- 1 to change\n  - `terraform_data.thing`\n");
    expect(github.issues[0]!.body).not.toContain("Jane");
  });

  test("is not touched in the middle of a deploy, and where the plan fails", async () => {
    github.deploysInProgress = 1;
    expect(await drift()).toMatchObject({
      code: 0,
      summary: expect.stringContaining("in the middle of a deploy"),
    });
    github.deploysInProgress = 0;
    label("bad");
    expect(await drift()).toMatchObject({ code: 1, log: expect.stringContaining("label must not be bad.") });
    expect(github.writes).toEqual([]);
  });

  test("is closed once nothing differs", async () => {
    label("first");
    const { number } = github.add("issues", "<!-- openemr:drift:trial -->\nof yesterday");
    expect(await drift()).toMatchObject({ code: 0 });
    expect(github.writes).toEqual([`PATCH /issues/${number}`]);
    expect(github.issues[0]).toMatchObject({ state: "closed", state_reason: "completed" });
  });
});
