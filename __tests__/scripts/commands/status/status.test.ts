import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import { COMMAND_LINE } from "../../../../scripts/commands/status/arguments";
import { readCommandLine } from "../../../../scripts/terminal/command-line";
import { calledIn } from "../../../support/called-actions";
import { compiledScript } from "../../../support/compiled-project";
import { DeployedStack, OFFLINE } from "../../../support/deployed-stack";
import { blocksOf, PROJECT } from "../../../support/documents";
import { ScriptProject } from "../../../support/script-project";
import {
  type Account,
  healthyAccount,
  IMAGE,
  line,
  minutesAgo,
  OUTPUTS,
  task,
} from "../../openemr/status/account";
import { EmulatedAws } from "../../openemr/status/emulated-aws";

let project: ScriptProject;
let stack: DeployedStack;
let aws: EmulatedAws;

beforeAll(async () => {
  project = new ScriptProject();
  stack = new DeployedStack(project.folder);
  stack.deploy(OUTPUTS);
  aws = await EmulatedAws.start(healthyAccount());
});

afterAll(() => {
  aws?.stop();
  project?.remove();
});

beforeEach(() => {
  aws.denied.clear();
  aws.actions.length = 0;
  reset(healthyAccount());
});

function reset(account: Account): void {
  Object.assign(aws.account, account);
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [compiledScript(project.folder, SCRIPT), ...args], {
    cwd: project.folder,
    env: {
      PATH: process.env.PATH,
      ...OFFLINE,
      HOME: project.folder,
      AWS_ENDPOINT_URL: aws.url,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      ...env,
    },
  });
  const status = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await status, stdout, stderr };
}

const SCRIPT = "status";

test("exit code 0 and a page: OpenEMR serves", async () => {
  const { status, stdout, stderr } = await run(["trial"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^trial: serving with 2 of 2 tasks\n/);
  // Signs that cannot be read take nothing away from the page.
  expect(stdout).toMatch(/^Alarms +unknown +cannot be read \(AccessDeniedException/m);
  expect(stdout).toMatch(/^Newest backup +well +both stores within \d+ hours$/m);
});

test("a service that does not answer, as where a part of a region is down, takes nothing away from the page either", async () => {
  // Nobody listens there.
  const { status, stdout } = await run(["trial"], { AWS_ENDPOINT_URL_BACKUP: "http://127.0.0.1:1" });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^trial: serving with 2 of 2 tasks$/m);
  expect(stdout).toMatch(/^Backups +database cannot be read \(.*ECONNREFUSED/m);
});

test("exit code 2: it installs, with all of the page in JSON", async () => {
  reset({
    ...healthyAccount(),
    tasks: [task("new00000", { health: "UNKNOWN" })],
    log: [line("new00000", 1, "start: progress: installing 8.4.1 for 2 min: installer, 212 tables")],
  });
  const { status, stdout } = await run(["trial", "--json"]);
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    environment: "trial",
    url: OUTPUTS.url,
    outcome: "working",
    image: IMAGE,
    tasks: [
      { id: "new00000", activity: { state: "installing", progress: { text: "installer, 212 tables" } } },
    ],
    service: { deployment: { state: "completed" }, counts: { desired: 2, running: 1, pending: 0 } },
    database: { status: "available", maximumCapacity: 16 },
    backups: { database: { vault: "vault" } },
  });
});

test("exit code 3: it is down", async () => {
  reset({ ...healthyAccount(), tasks: [] });
  expect(await run(["trial"])).toMatchObject({ status: 3, stdout: expect.stringMatching(/^trial: down: /) });
});

test("--watch tells each change, and ends with the page and its exit code", async () => {
  const busy = healthyAccount();
  busy.service!.deployments = [{ status: "IN_PROGRESS", at: minutesAgo(1), image: IMAGE }];
  reset(busy);
  const running = run(["trial", "--watch", "--interval", "1"]);
  while (aws.actions.filter((action) => action === "ecs:DescribeServices").length < 2) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  reset(healthyAccount());
  const { status, stdout } = await running;
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^\d\d:\d\d:\d\d serving with 2 of 2 tasks \(2 of 2 run, 0 start; deployment in progress\)\ntrial: serving/,
  );
});

describe("exit code 1 and the way out, without a stack trace", () => {
  test.each([
    [["trail"], {}, 'There is no environment "trail". The environments are trial.'],
    [
      ["trial"],
      { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" },
      "`aws sts get-caller-identity` must answer.",
    ],
    [
      ["trial"],
      { AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_MAX_ATTEMPTS: "1" },
      "AWS cannot be reached from here.",
    ],
  ])(
    "%j %j",
    async (args, env, says) => {
      const { status, stdout, stderr } = await run(args, env as NodeJS.ProcessEnv);
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      expect(stderr).toContain(says);
      expect(stderr).not.toMatch(/^\s+at /m);
    },
    30_000,
  );

  test.each([
    [["trial", "other"], "One environment at a time, but trial, other were given."],
    [["trial", "--jsno"], "Usage: npm run status"],
    [["trial", "--interval", "0"], '--interval is "0", but must be whole seconds from 1 to 3600.'],
  ])("refuses %j", (args, says) => {
    expect(() => readCommandLine(args, COMMAND_LINE)).toThrow(says);
  });

  test("no permission", async () => {
    aws.denied.add("ecs:ListTasks");
    const { status, stderr } = await run(["trial"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^AccessDeniedException: .*ecs:ListTasks.*\ndocs\/operations\.md, "See whether it runs", has the permissions/,
    );
  });

  test("not deployed", async () => {
    const empty = new ScriptProject();
    new DeployedStack(empty.folder).synthesize(OUTPUTS);
    const child = empty.run(SCRIPT, ["trial"], { env: OFFLINE });
    empty.remove();
    expect(child).toEqual({
      status: 1,
      output: expect.stringContaining(
        '"trial" has no outputs: it was not deployed yet, or was destroyed. Deploy it: npm run deploy -- trial',
      ),
    });
  });
});

test("docs/operations.md lists the actions that it takes, and no others", async () => {
  const policy = blocksOf("docs/operations.md").find(
    ({ language, text }) => language === "json" && text.includes("ecs:DescribeServices"),
  );
  const { Statement } = JSON.parse(policy!.text) as { Statement: Array<{ Action: string[] }> };
  const listed = Statement.flatMap(({ Action }) => Action).sort();
  const called = ["scripts/openemr/status", "scripts/openemr/signs", "scripts/aws"].flatMap((part) =>
    calledIn(path.join(PROJECT, part)),
  );
  expect(listed).toEqual([...new Set(called)].sort());
  await run(["trial"]);
  // Nobody needs a permission to ask whose the credentials are.
  const permitted = [...listed, "sts:GetCallerIdentity"];
  expect(aws.actions.filter((action) => !permitted.includes(action))).toEqual([]);
});
