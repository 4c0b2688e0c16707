import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runProcess } from "../../scripts/system/run-process";
import { compiledProject, compiledScript } from "../support/compiled-project";
import { AwsApi } from "./support/aws-api";
import { type EmulatedAws, startMoto } from "./support/moto";
import { RecordingProxy } from "./support/recording-proxy";

const REGION = "eu-west-1";
const PLACE = ["--cluster", "clinic", "--service", "web", "--host", "db.example.org", "--region", REGION];

/** Says how it was called, and ends. */
const PLUGIN = `#!/bin/sh
[ "$1" = --version ] && { echo 1.2.0.0; exit; }
printf 'plugin: %s\\n' "$@"
`;

let aws: EmulatedAws;
let proxy: RecordingProxy;
let folder: string;
/** Id of the one task that belongs to the service. */
let taskId: string;
let execEnabled: boolean;

beforeAll(async () => {
  aws = await startMoto();
  proxy = new RecordingProxy(aws.url, complete);
  await proxy.start();
  folder = mkdtempSync(path.join(tmpdir(), "port-forward-"));
  writeFileSync(path.join(folder, "session-manager-plugin"), PLUGIN, { mode: 0o755 });
  await keepTasksRunning();
  await createService(new AwsApi(aws.url, REGION));
});

afterAll(async () => {
  proxy?.stop();
  await aws?.stop();
  if (folder) rmSync(folder, { recursive: true });
});

/** Otherwise moto begins to stop a task as soon as it is described. */
async function keepTasksRunning(): Promise<void> {
  await fetch(`${aws.url}/moto-api/state-manager/set-transition`, {
    method: "POST",
    body: JSON.stringify({ model_name: "ecs::task", transition: { progression: "manual", times: 1000 } }),
  });
}

/** Beside the service's own task, others run in its cluster, one of them from the same task definition. */
async function createService(api: AwsApi): Promise<void> {
  const call = (operation: string, body: object) =>
    api.ecs(operation, { cluster: "clinic", ...body }) as Promise<{ tasks: Array<{ taskArn: string }> }>;
  await call("CreateCluster", { clusterName: "clinic" });
  for (const name of ["openemr", "maintenance"]) {
    const containerDefinitions = [{ name, image: name, memory: 128 }];
    await call("RegisterTaskDefinition", { family: name, containerDefinitions });
  }
  await call("CreateService", { serviceName: "web", taskDefinition: "openemr", desiredCount: 1 });
  const run = (taskDefinition: string, group: string) =>
    call("RunTask", { taskDefinition, group, launchType: "FARGATE" });
  await run("maintenance", "family:maintenance");
  await run("openemr", "family:openemr");
  const { tasks } = await run("openemr", "service:web");
  taskId = tasks[0]!.taskArn.split("/").at(-1)!;
}

/** Adds to moto's answers the fields of ECS Exec and of sessions, which it does not have. */
function complete(operation: string, answer: Record<string, unknown> | undefined): unknown {
  if (operation === "StartSession") {
    return { SessionId: "session-1", TokenValue: "token", StreamUrl: "wss://stream.example.org" };
  }
  if (!answer) return undefined;
  if (operation === "DescribeServices") {
    const services = answer.services as object[];
    return {
      ...answer,
      services: services.map((service) => ({ ...service, enableExecuteCommand: execEnabled })),
    };
  }
  if (operation !== "DescribeTasks") return undefined;
  const tasks = answer.tasks as Array<{ taskArn: string; containers: object[] }>;
  const agent = { name: "ExecuteCommandAgent", lastStatus: "RUNNING" };
  const certificate = { name: "certificate", runtimeId: "certificate-1", lastStatus: "STOPPED" };
  return {
    ...answer,
    tasks: tasks.map((task) => ({
      ...task,
      enableExecuteCommand: true,
      healthStatus: "HEALTHY",
      containers: [
        certificate,
        ...task.containers.map((container) => ({
          ...container,
          runtimeId: "openemr-1",
          managedAgents: [agent],
        })),
      ],
    })),
  };
}

/** Runs it without blocking this process, which has the proxy. */
async function run(...args: string[]) {
  const command = [compiledScript(compiledProject(), "port-forward"), ...PLACE, ...args];
  return runProcess(process.execPath, command, {
    env: {
      ...process.env,
      PATH: `${folder}:${process.env.PATH}`,
      AWS_ENDPOINT_URL: proxy.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
    },
  });
}

test("the service's own task is found, and a session is started", async () => {
  execEnabled = true;
  const { stdout, stderr } = await run("--local-port", "13366");
  expect(stderr).toContain("The port is closed: the session ended by itself (exit code 0).");
  const [, region, operation, , parameters] = stdout.match(/(?<=^plugin: ).*$/gm)!;
  expect([region, operation]).toEqual([REGION, "StartSession"]);
  expect(JSON.parse(parameters!)).toEqual({
    Target: `ecs:clinic_${taskId}_openemr-1`,
    DocumentName: "AWS-StartPortForwardingSessionToRemoteHost",
    Parameters: { host: ["db.example.org"], portNumber: ["3306"], localPortNumber: ["13366"] },
  });
});

test("a part that is not there is told from what is off", async () => {
  execEnabled = false;
  expect((await run("--local-port", "13366")).stderr).toMatch(/^ECS Exec is off for the service web/);
  expect((await run("--local-port", "13366", "--service", "none")).stderr).toMatch(
    /^There is no service none in the cluster clinic/,
  );
  expect((await run("--local-port", "13366", "--cluster", "none")).stderr).toMatch(
    /^ClusterNotFoundException: /,
  );
});
