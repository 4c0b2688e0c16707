import { createServer } from "node:net";
import { ECSClient } from "@aws-sdk/client-ecs";
import { COMMAND_LINE } from "../../../../scripts/commands/port-forward/arguments";
import { requireFreePort } from "../../../../scripts/commands/port-forward/local-port";
import { chooseContainer, requireExec } from "../../../../scripts/openemr/exec/exec-task";
import { isNewer } from "../../../../scripts/openemr/exec/plugin-version";
import { readCommandLine } from "../../../../scripts/terminal/command-line";
import { DeployedStack, OFFLINE } from "../../../support/deployed-stack";
import { freePort, listen } from "../../../support/local-server";
import { EmulatedService } from "./emulated-service";
import { ask, OperatorMachine } from "./operator-machine";

const PLACE = ["--cluster", "clinic", "--service", "web", "--host", "db.example.org"];
const ARN = "arn:aws:ecs:eu-west-1:123456789012:task/clinic";
const SESSION = { SessionId: "session-1", TokenValue: "token", StreamUrl: "wss://stream.example.org" };

interface TaskState {
  readonly exec?: boolean;
  readonly runtime?: string | null;
  readonly agent?: string;
  readonly health?: string;
  readonly status?: string;
  readonly group?: string;
}

function task(id: string, state: TaskState = {}) {
  const { exec = true, runtime = `${id}-1`, agent, health = "HEALTHY", status = "RUNNING", group } = state;
  return {
    taskArn: `${ARN}/${id}`,
    enableExecuteCommand: exec,
    group: group ?? "service:web",
    lastStatus: status,
    healthStatus: health,
    containers: [
      { name: "certificate", runtimeId: "certificate-1", lastStatus: "STOPPED" },
      {
        name: "openemr",
        ...(runtime && { runtimeId: runtime }),
        managedAgents:
          agent === "none" ? [] : [{ name: "ExecuteCommandAgent", lastStatus: agent ?? "RUNNING" }],
      },
    ],
  };
}

const aws = new EmulatedService();
let machine: OperatorMachine;
let port: number;

beforeAll(async () => {
  await aws.start();
  machine = new OperatorMachine(aws.url);
  port = await freePort();
});

beforeEach(() => {
  aws.answers.set("DescribeServices", { services: [{ status: "ACTIVE", enableExecuteCommand: true }] });
  aws.answers.set("ListTasks", { taskArns: ["a", "b", "c"].map((id) => `${ARN}/${id}`) });
  const tasks = [task("a", { health: "UNHEALTHY" }), task("b", { agent: "PENDING" }), task("c")];
  aws.answers.set("DescribeTasks", { tasks });
  aws.answers.set("StartSession", SESSION);
  aws.takeCalls();
  machine.takeSession();
});

afterAll(() => {
  machine.remove();
  aws.stop();
});

test.each([
  [[], "Which environment? Name it, or give --cluster, --service and --host."],
  [["--cluster", "a", "--service", "b"], "Which environment?"],
  [["trial", "database", "production"], "One environment and one target at a time, but trial, database,"],
  [["trial", "cache"], 'The target is "cache", but must be "database" or "openemr".'],
  [["trial", "openemr", "--host", "db"], "Give --host db or the target openemr, not both."],
  [["trial", "--local-port", "80"], '--local-port is "80", but must be a number from 1024 to 65535.'],
  [["trial", "--local-port=65536"], '--local-port is "65536"'],
  [["trial", "--local-port=033060"], '--local-port is "033060"'],
  [["trial", "--local-port=3306 "], '--local-port is "3306 "'],
  [["trial", "--port=0"], '--port is "0", but must be a number from 1 to 65535.'],
  [["trial", "--prot", "1"], "Unknown option '--prot'"],
  [["trial", "--host", "db:3306"], '--host is "db:3306", but must be a host name without a port.'],
  [["trial", "--service", "a' || 'b"], "--service is \"a' || 'b\", but must be a name of letters"],
])("%j are refused", (args, message) => {
  expect(() => readCommandLine(args, COMMAND_LINE)).toThrow(message);
});

test("ports are those of the target, unless others are chosen", () => {
  const read = (...args: string[]) => readCommandLine(["trial", ...args], COMMAND_LINE);
  expect(read()).toMatchObject({ target: "database", localPort: 3306, port: 3306 });
  expect(read("openemr")).toMatchObject({ target: "openemr", localPort: 8443, port: 443 });
  expect(read("--host", "cache", "--port", "6379", "--local-port", "6379")).toMatchObject({ port: 6379 });
});

test("a port that is in use leads to one that is free", async () => {
  const server = createServer();
  const refused = await requireFreePort(await listen(server)).catch((error: Error) => error.message);
  server.close();
  const other = /^Port \d+ of this machine is in use\. Choose another: --local-port (\d+)$/.exec(
    `${refused}`,
  )?.[1];
  expect(await ask(Number(other))).toBeUndefined();
  await requireFreePort(port);
});

test.each([
  ["1.2.707.0", true],
  ["1.2.497.1", true],
  ["1.2.497.0", false],
  ["1.2.497", false],
  ["1.1.900.0", false],
  ["2.0", true],
  ["unknown", false],
])("version %s of the plugin takes its session by the environment: %s", (version, takes) => {
  expect(isNewer(version, "1.2.497.0")).toBe(takes);
});

describe("a service", () => {
  const service = { cluster: "clinic", service: "web", region: "eu-west-1", environment: "trial" };
  const ecs = () =>
    new ECSClient({
      region: "eu-west-1",
      endpoint: aws.url,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });

  test.each([
    [[], /^There is no service web in the cluster clinic in eu-west-1 \(status: unknown\)/],
    [[{ status: "INACTIVE", enableExecuteCommand: true }], /\(status: INACTIVE\)/],
    [
      [{ status: "ACTIVE", enableExecuteCommand: false }],
      /^ECS Exec is off for the service web.*set enable_ecs_exec = true in environments\/trial\.tfvars, then: npm run deploy -- trial$/,
    ],
  ])("that is %j is told from what is off", async (services, message) => {
    aws.answers.set("DescribeServices", { services });
    await expect(requireExec(ecs(), service)).rejects.toThrow(message);
  });

  test.each([
    [[], /^The service web has no running task.*--cluster clinic --services web --query/s],
    // A task that has just stopped, or that is none of the service.
    [[task("a", { status: "STOPPING" }), task("b", { group: "family:web" })], /has no running task/],
    [
      [task("a", { exec: false })],
      /^The running tasks \(1\) were started before ECS Exec was switched on.*update-service --region eu-west-1 --cluster clinic --service web --force-new-deployment/s,
    ],
    [
      [task("a", { agent: "STOPPED" }), task("b", { runtime: null, agent: "none" })],
      /^The agent of ECS Exec runs in none of the running tasks \(2\); ExecuteCommandAgent is: STOPPED, missing\./,
    ],
  ])("whose tasks lead nowhere says why: %#", async (tasks, message) => {
    aws.answers.set("DescribeTasks", { tasks });
    await expect(chooseContainer(ecs(), service)).rejects.toThrow(message);
  });

  test("without tasks describes none", async () => {
    aws.answers.set("ListTasks", { taskArns: [] });
    aws.answers.delete("DescribeTasks");
    await expect(chooseContainer(ecs(), service)).rejects.toThrow(/has no running task/);
  });

  test("leads through a healthy task, and through another where there is none", async () => {
    expect(await chooseContainer(ecs(), service)).toEqual({ taskId: "c", runtimeId: "c-1" });
    aws.answers.set("DescribeTasks", { tasks: [task("a", { health: "UNHEALTHY" })] });
    expect(await chooseContainer(ecs(), service)).toEqual({ taskId: "a", runtimeId: "a-1" });
  });
});

describe("the port", () => {
  const given = () => [...PLACE, "--region", "eu-west-1", "--local-port", String(port)];

  test("leads through a healthy task until Ctrl-C, and the token is in no argument", async () => {
    const { child, waiting, ended } = machine.start(given());
    await waiting;
    expect(await ask(port)).toBe("database");
    process.kill(-child.pid!, "SIGINT");
    const { status, output } = await ended;
    expect(status).toBe(0);
    expect(await ask(port)).toBeUndefined();
    expect(output).toContain(`Connect to   host 127.0.0.1, port ${port}, database openemr`);
    expect(output).toMatch(/The port is closed\.\n$/);
    const [opened, closed] = machine.takeSession();
    expect(JSON.parse(opened!)).toEqual({
      session: JSON.stringify(SESSION),
      region: "eu-west-1",
      operation: "StartSession",
      profile: "",
      endpoint: aws.url,
    });
    expect(closed).toBe("closed");
    expect(aws.takeCalls().at(-1)!.input).toEqual({
      Target: "ecs:clinic_c_c-1",
      DocumentName: "AWS-StartPortForwardingSessionToRemoteHost",
      Parameters: { host: ["db.example.org"], portNumber: ["3306"], localPortNumber: [String(port)] },
    });
  });

  test("is closed by Ctrl-C in a real terminal", async () => {
    const { child, waiting, ended } = machine.startInTerminal(given());
    await waiting;
    child.stdin.write("\x03");
    const { status, output } = await ended;
    expect(output).toMatch(/The port is closed\.\r\n$/);
    expect({ status, closed: machine.takeSession()[1] }).toEqual({ status: 0, closed: "closed" });
  });

  test.each(["SIGTERM", "SIGHUP"] as const)(
    "is closed when only the command gets %s",
    async (signal) => {
      const { child, waiting, ended } = machine.start(given());
      await waiting;
      child.kill(signal);
      expect((await ended).status).toBe(0);
      expect(machine.takeSession()[1]).toBe("closed");
      expect(await ask(port)).toBeUndefined();
    },
    20_000,
  );

  test("that the other side closes is a failure, whatever the plugin says", async () => {
    const { status, output } = await machine.run(given(), { SESSION: "refused" });
    expect(status).toBe(1);
    expect(output).toContain("The port is closed: the session ended by itself (exit code 0).");
  });

  test("an older plugin gets its session as an argument", async () => {
    const { child, waiting, ended } = machine.start(given(), { PLUGIN_VERSION: "1.2.497.0" });
    await waiting;
    child.kill("SIGTERM");
    await ended;
    expect(machine.takeSession()[0]).toContain('"session":"argument"');
  });

  test("needs the plugin, and the permission to ask AWS", async () => {
    aws.answers.delete("ListTasks");
    expect(await machine.run(given())).toEqual({
      status: 1,
      output: expect.stringMatching(
        /^AccessDeniedException: .*ListTasks\n.*permissions that the command takes\.\n$/,
      ),
    });
    const bare = new OperatorMachine(aws.url);
    bare.uninstallPlugin();
    const { status, output } = await bare.run(given());
    bare.remove();
    expect(status).toBe(1);
    expect(output).toContain('no "session-manager-plugin" is on the PATH.\nInstall it: https://');
  });
});

describe("an environment", () => {
  const run = (...args: string[]) =>
    machine.run(["trial", "--local-port", String(port), ...args], { ...OFFLINE, SESSION: "refused" });

  test("that was not synthesized can be given by its parts", async () => {
    const { status, output } = await run();
    expect(status).toBe(1);
    expect(output).toMatch(
      /cdktf[.]json cannot be read.*--cluster, --service, --host and --region do instead/s,
    );
    expect((await run("openemr")).output).toContain("--cluster, --service and --region do instead.");
    const given = ["--cluster", "clinic", "--service", "web", "--region", "eu-west-1"];
    expect((await run("openemr", ...given)).output).toContain(`Open         https://localhost:${port}`);
  });

  test("says by its outputs where its parts are", async () => {
    new DeployedStack(machine.project.folder).deploy({
      database_cluster_arn: "arn:aws:rds:eu-central-1:123456789012:cluster:openemr-trial-database",
      database_endpoint: "writer.example.org",
      database_secret_arn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:s",
      ecs_cluster_name: "openemr-trial-cluster",
      ecs_service_name: "web",
    });
    const { output } = await run();
    expect(output).toContain(`Port ${port} of this machine leads to writer.example.org, through the task c.`);
    expect(output).toContain(
      "aws secretsmanager get-secret-value --region eu-central-1 " +
        "--secret-id arn:aws:secretsmanager:eu-central-1:123456789012:secret:s --query SecretString --output text",
    );
    const calls = aws.takeCalls();
    expect(calls.map(({ operation, region }) => [operation, region])).toEqual(
      ["DescribeServices", "ListTasks", "DescribeTasks", "StartSession"].map((name) => [
        name,
        "eu-central-1",
      ]),
    );
    expect(calls[1]!.input).toMatchObject({ cluster: "openemr-trial-cluster", serviceName: "web" });
    expect((await run("--host", "reader.example.org")).output).toContain("leads to reader.example.org,");

    aws.takeCalls();
    expect((await run("openemr")).output).toContain(`Open         https://localhost:${port}`);
    expect(aws.takeCalls().at(-1)!.input).toEqual({
      Target: "ecs:openemr-trial-cluster_c_c-1",
      DocumentName: "AWS-StartPortForwardingSession",
      Parameters: { portNumber: ["443"], localPortNumber: [String(port)] },
    });
  });
});
