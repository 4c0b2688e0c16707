import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { standIn } from "../../support/stand-in";
import { APP, Job, REVIEW } from "./job";

let job: Job;
let programs: string;

beforeAll(() => {
  job = new Job();
  job.write("main.ts", APP);
  job.write("scripts/commands/review/command.ts", REVIEW);
  job.write("package-lock.json", "{}");
  programs = path.join(job.folder, "programs");
  mkdirSync(programs);
  standIn(programs, "npm", 'echo "$PWD $*" >> "$RUNNER_TEMP/npm"');
  git("init", "--quiet");
  commit("base");
  job.write("environments/trial.tfvars", 'label = "second"\n');
  commit("change");
});
afterAll(() => job?.remove());

function git(...args: string[]): void {
  const who = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
  execFileSync("git", ["-C", job.folder, ...who, ...args]);
}

function commit(message: string): void {
  git("add", "main.ts", "package-lock.json", "environments");
  git("commit", "--quiet", "--message", message);
}

const review = (env: NodeJS.ProcessEnv = {}) =>
  job.step("review", ["trial", "--against", "HEAD^1", "--out", "report"], env);
const report = () => readFileSync(path.join(job.folder, "report/review.md"), "utf8");

/** Answers as Terraform does, and notes what it was asked. */
const TERRAFORM = `
echo "$*" >> "$RUNNER_TEMP/terraform"
case "$1 $2" in
  "version "*) echo '{"terraform_version":"1.11.4"}' ;;
  "plan "*) for arg; do case "$arg" in -out=*) printf %s "$PLAN" > "\${arg#-out=}" ;; esac; done; exit 2 ;;
  "show -json") echo '{"resource_changes":[{"address":"aws_vpc.real","change":{"actions":["update"]}}]}' ;;
  "show "*) echo 'Plan: 1 to add. \`\`\`' ;;
esac
`;
const asked = () => readFileSync(path.join(job.temporary, "terraform"), "utf8");

test("without credentials it is offline, over the commit that is merged into", async () => {
  expect(await review()).toMatchObject({ code: 0, summary: "# trial against HEAD^1: nothing\n\n" });
  expect(report()).toBe("# trial against HEAD^1: nothing\n");
});

test("where the packages are others, that commit gets a checkout with its own", async () => {
  job.write("package-lock.json", '{"packages": {}}');
  commit("packages");
  const base = path.join(job.temporary, "base");
  expect(await review()).toMatchObject({ code: 0, summary: `# trial against ${base}: nothing\n\n` });
  expect(readFileSync(path.join(job.temporary, "npm"), "utf8")).toBe(`${base} ci --no-audit --no-fund\n`);
  expect(existsSync(path.join(base, "main.ts"))).toBe(true);
  git("reset", "--quiet", "--hard", "HEAD^1");
});

test("with credentials it is a plan of a real run, which takes no lock and is not applied", async () => {
  const env = {
    AWS_ACCESS_KEY_ID: "role",
    OPENEMR_STATE_BUCKET: "states",
    OPENEMR_STATE_REGION: "us-east-1",
    OPENEMR_STATE_LOCK_TABLE: "locks",
    PLAN: "PK",
    TERRAFORM_BINARY_NAME: standIn(programs, "terraform", TERRAFORM),
  };
  expect(await review(env)).toMatchObject({
    code: 0,
    summary: "# trial against nothing: aws_vpc.real update\n\n",
  });
  expect(asked()).toMatch(/^plan -json -detailed-exitcode -out=tfplan -lock=false$/m);
  expect(asked()).not.toMatch(/apply|destroy/);
});

test("a failure takes the place of the report, without its reason, which may be nobody else's business", async () => {
  const { code, summary } = await review({ REVIEW_FAILS: "1" });
  expect(code).toBe(1);
  expect(report()).toBe("## trial\n\nThis change could not be planned; the log of the job says why.\n");
  expect(summary).toBe(`${report()}\n`);
});

test("a deploy in Terraform Cloud shows the text of the plan: its JSON needs a token that may do everything", async () => {
  const env = {
    OPENEMR_STATE_KIND: "cloud",
    OPENEMR_STATE_ORGANIZATION: "clinic",
    PLAN: '{"remote_plan_format":1}',
    TERRAFORM_BINARY_NAME: standIn(programs, "terraform", TERRAFORM),
  };
  const { code, summary, outputs } = await job.step(
    "plan",
    ["trial", "--report", "report", "--bundle", "bundle/plan.tar.gz"],
    env,
  );
  expect({ code, changed: outputs.changed }).toEqual({ code: 0, changed: "true" });
  expect(summary).toContain("Planned by Terraform Cloud.\n\n````\nPlan: 1 to add. ```\n````\n");
});
