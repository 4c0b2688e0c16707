import { DeployedStack, OFFLINE } from "../../support/deployed-stack";
import { ask, freePort, listen, OperatorMachine } from "./operator-machine";

const PLACE = [
  "--cluster",
  "clinic",
  "--service",
  "web",
  "--host",
  "db.example.org",
  "--region",
  "eu-west-1",
];
const TASK = "arn:aws:ecs:eu-west-1:123456789012:task/clinic";

let machine: OperatorMachine;
let port: number;

beforeAll(async () => {
  machine = new OperatorMachine();
  port = await freePort();
});

beforeEach(() => {
  machine.answer("describe-services", "ACTIVE\tTrue\n");
  machine.answer("list-tasks", `${TASK}/a\t${TASK}/b\n${TASK}/c\n`);
  machine.answer(
    "describe-tasks",
    [
      `${TASK}/a\tTrue\ta-1\tRUNNING\tUNHEALTHY`,
      `${TASK}/b\tTrue\tb-1\tPENDING\tHEALTHY`,
      `${TASK}/c\tTrue\tc-1\tRUNNING\tHEALTHY\n`,
    ].join("\n"),
  );
});

afterEach(() => {
  machine.takeCalls();
  machine.takeSession();
});

afterAll(() => machine.remove());

describe("arguments", () => {
  test("are explained", () => {
    const { status, stdout } = machine.run(["--help"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: scripts\/port-forward-to-database\.sh <environment> \[options\]/);
  });

  test.each([
    [[], "Which environment? Name it, or give --cluster, --service and --host."],
    [["--cluster", "a", "--service", "b"], "Which environment?"],
    [["trial", "production"], "One environment at a time, but trial and production were given."],
    [["trial", "--local-port"], "--local-port needs a value."],
    [["trial", "--local-port="], "--local-port needs a value."],
    [["trial", "--local-port", "80"], '--local-port is "80", but must be a number from 1024 to 65535.'],
    [["trial", "--local-port=65536"], '--local-port is "65536"'],
    [["trial", "--local-port=033060"], '--local-port is "033060"'],
    [["trial", "--local-port=3306 "], '--local-port is "3306 "'],
    [["trial", "--prot", "1"], "--prot is no option."],
    [["-p", "1"], "-p is no option."],
    [["trial", "--host", "db:3306"], '--host is "db:3306", but must be a host name without a port.'],
    [["trial", "--service", "a' || 'b"], "--service is \"a' || 'b\", but must be a name of letters"],
  ])("%j are refused", (args, message) => {
    const { status, stderr, stdout } = machine.run(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.startsWith(message)).toBe(true);
    expect(machine.takeCalls()).toEqual([]);
  });
});

describe("what is missing is said, and how to get it", () => {
  test.each([
    ["aws", 'The AWS CLI is needed, but no "aws" is on the PATH.\nInstall it: https://'],
    ["session-manager-plugin", 'no "session-manager-plugin" is on the PATH.\nInstall it: https://'],
  ])("%s", (program, message) => {
    const bare = new OperatorMachine();
    bare.uninstall(program);
    const { status, stderr } = bare.run(PLACE);
    bare.remove();
    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });

  test("a port of its own", async () => {
    const { server, port: taken } = await listen();
    const { status, stderr } = machine.run([...PLACE, "--local-port", String(taken)]);
    server.close();
    expect(status).toBe(1);
    const other = new RegExp(
      `^Port ${taken} of this machine is in use\\. Choose another: --local-port (\\d+)\n$`,
    ).exec(stderr)?.[1];
    expect(await ask(Number(other))).toBeUndefined();
    expect(machine.takeCalls()).toEqual([]);
  });

  test.each([
    ["describe-services", undefined, /AccessDenied.*"aws sts get-caller-identity" must answer/s],
    [
      "describe-services",
      "None\n",
      /^There is no service web in the cluster clinic in eu-west-1 \(status: None\)/,
    ],
    ["describe-services", "INACTIVE\tTrue\n", /\(status: INACTIVE\)/],
    [
      "describe-services",
      "ACTIVE\tFalse\n",
      /^ECS Exec is off for the service web.*set enable_ecs_exec = true in environments\/.*npm run deploy/s,
    ],
    ["describe-services", "ACTIVE\tNone\n", /^ECS Exec is off/],
    ["list-tasks", undefined, /AccessDenied/],
    ["list-tasks", "", /^The service web has no running task.*--cluster clinic --services web --query/s],
    ["list-tasks", "None\n", /^The service web has no running task/],
    ["describe-tasks", undefined, /AccessDenied/],
    // A task that has just stopped, or that is none of the service.
    ["describe-tasks", "", /^The service web has no running task/],
    ["describe-tasks", "None\n", /^The service web has no running task/],
    [
      "describe-tasks",
      `${TASK}/a\tFalse\ta-1\tNone\tHEALTHY\n`,
      /^The running tasks \(1\) were started before ECS Exec was switched on.*update-service --region eu-west-1 --cluster clinic --service web --force-new-deployment/s,
    ],
    [
      "describe-tasks",
      `${TASK}/a\tTrue\ta-1\tSTOPPED\tHEALTHY\n${TASK}/b\tTrue\tNone\tNone\tHEALTHY\n`,
      /^The agent of ECS Exec runs in none of the running tasks \(2\); ExecuteCommandAgent is: STOPPED None\./,
    ],
  ])("%s answers %j", (operation, answer, message) => {
    machine.answer(operation, answer);
    const { status, stderr } = machine.run([...PLACE, "--local-port", String(port)]);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(machine.takeSession()).toEqual([]);
  });
});

describe("the port", () => {
  test("leads through a healthy task until Ctrl-C", async () => {
    const { child, waiting, ended } = machine.start([...PLACE, "--local-port", String(port)]);
    await waiting;
    expect(await ask(port)).toBe("database");
    process.kill(-child.pid!, "SIGINT");
    const { status, output } = await ended;
    expect({ status, session: machine.takeSession() }).toEqual({ status: 0, session: ["opened", "closed"] });
    expect(await ask(port)).toBeUndefined();
    expect(output).toContain(`Connect to   host 127.0.0.1, port ${port}, database openemr`);
    expect(output).toMatch(/The port is closed\.\n$/);
    expect(machine.takeCalls().at(-1)).toBe(
      "--region eu-west-1 ssm start-session --target ecs:clinic_c_c-1 --document-name " +
        'AWS-StartPortForwardingSessionToRemoteHost --parameters {"host":["db.example.org"],' +
        `"portNumber":["3306"],"localPortNumber":["${port}"]}`,
    );
  }, 20_000);

  test("is closed by Ctrl-C in a real terminal", async () => {
    const line = `exec ${machine.script} ${PLACE.join(" ")} --local-port ${port}`;
    const { child, waiting, ended } = machine.start(
      ["--quiet", "--return", "--command", line, "/dev/null"],
      "script",
    );
    await waiting;
    child.stdin.write("\x03");
    const { status, output } = await ended;
    expect(output).toMatch(/The port is closed\.\r\n$/);
    expect({ status, session: machine.takeSession() }).toEqual({ status: 0, session: ["opened", "closed"] });
  }, 20_000);

  test.each(["SIGTERM", "SIGHUP"] as const)(
    "is closed when the script alone gets %s",
    async (signal) => {
      const { child, waiting, ended } = machine.start([...PLACE, "--local-port", String(port)]);
      await waiting;
      child.kill(signal);
      expect((await ended).status).toBe(0);
      expect(machine.takeSession()).toEqual(["opened", "closed"]);
      expect(await ask(port)).toBeUndefined();
    },
    20_000,
  );

  test("that the other side closes is a failure, whatever the plugin says", () => {
    const { status, stderr } = machine.run([...PLACE, "--local-port", String(port)], { SESSION: "refused" });
    expect(status).toBe(1);
    expect(stderr).toContain("The port is closed: the session ended by itself (exit code 0).");
  });
});

describe("the place", () => {
  const run = (...args: string[]) =>
    machine.run(["trial", "--local-port", String(port), ...args], { ...OFFLINE, SESSION: "refused" });

  test("of an environment that was not synthesized can be given", () => {
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /Synthesize it: npm run synth.*--cluster, --service, --host and --region do instead/s,
    );
  });

  test("is in the outputs of an environment, where nothing else is given", () => {
    new DeployedStack(machine.project.folder).deploy({
      database_cluster_arn: "arn:aws:rds:eu-central-1:123456789012:cluster:openemr-trial-database",
      database_endpoint: "writer.example.org",
      database_secret_arn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:s",
      ecs_cluster_name: "openemr-trial-cluster",
      ecs_service_name: "openemr-trial-service",
    });
    const { stdout } = run("--host", "reader.example.org", "--profile", "clinic");
    expect(stdout).toContain(`Port ${port} of this machine leads to reader.example.org, through the task c.`);
    expect(stdout).toContain(
      "aws secretsmanager get-secret-value --profile clinic --region eu-central-1 " +
        "--secret-id arn:aws:secretsmanager:eu-central-1:123456789012:secret:s --query SecretString --output text",
    );
    const calls = machine.takeCalls();
    expect(calls).toHaveLength(4);
    for (const call of calls) expect(call).toMatch(/^--region eu-central-1 --profile clinic /);
    expect(calls[1]).toContain(
      "ecs list-tasks --cluster openemr-trial-cluster --service-name openemr-trial-service --desired-status RUNNING",
    );
    machine.answer("describe-services", "ACTIVE\tFalse\n");
    expect(run().stderr).toContain(
      "set enable_ecs_exec = true in environments/trial.tfvars, then: npm run deploy -- trial\n",
    );
  }, 30_000);
});
