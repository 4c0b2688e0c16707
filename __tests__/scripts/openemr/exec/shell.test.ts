import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ECSClient } from "@aws-sdk/client-ecs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { runInTask } from "../../../../scripts/openemr/exec/shell";
import { EmulatedService } from "../../commands/port-forward/emulated-service";

// The plugin takes its session as version 1.2.707.0 does: by the variable that its first argument names.
const PLUGIN = `#!${process.execPath}
const [variable, region, operation, , parameters] = process.argv.slice(2);
require("node:fs").writeFileSync(process.env.NOTE, JSON.stringify({ session: process.env[variable], region, operation, parameters }));
process.exit(7);
`;

const SERVICE = { cluster: "clinic", service: "web", region: "eu-west-1", environment: "trial" };
const aws = new EmulatedService();
let folder: string;
let PATH: string | undefined;

beforeAll(async () => {
  await aws.start();
  folder = mkdtempSync(path.join(tmpdir(), "openemr-shell-"));
  writeFileSync(path.join(folder, "session-manager-plugin"), PLUGIN, { mode: 0o755 });
  PATH = process.env.PATH;
  process.env.PATH = `${folder}:${PATH}`;
});

afterAll(() => {
  process.env.PATH = PATH;
  aws.stop();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  aws.answers.clear();
  aws.answers.set("DescribeServices", { services: [{ status: "ACTIVE", enableExecuteCommand: true }] });
  aws.answers.set("ListTasks", { taskArns: ["arn:aws:ecs:eu-west-1:123456789012:task/clinic/a"] });
  aws.answers.set("DescribeTasks", {
    tasks: [
      {
        taskArn: "arn:aws:ecs:eu-west-1:123456789012:task/clinic/a",
        enableExecuteCommand: true,
        group: "service:web",
        lastStatus: "RUNNING",
        containers: [
          {
            name: "openemr",
            runtimeId: "a-1",
            managedAgents: [{ name: "ExecuteCommandAgent", lastStatus: "RUNNING" }],
          },
        ],
      },
    ],
  });
  aws.answers.set("ExecuteCommand", {
    session: { sessionId: "session-1", tokenValue: "token", streamUrl: "wss://stream.example.org" },
  });
  aws.takeCalls();
});

function shell(command: string) {
  const settings = {
    region: "eu-west-1",
    endpoint: aws.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  const clients = { ecs: new ECSClient(settings), ssm: new SSMClient({ ...settings, endpoint: undefined }) };
  const env = { ...process.env, NOTE: path.join(folder, "note") };
  return runInTask(clients, SERVICE, command, { version: "1.2.707.0", env });
}

test("the plugin holds the session of the command, and its token is no argument", async () => {
  expect(await shell("ls -l sites")).toBe(7);
  expect(aws.takeCalls().at(-1)).toMatchObject({
    operation: "ExecuteCommand",
    input: { cluster: "clinic", task: "a", container: "openemr", command: "ls -l sites", interactive: true },
  });
  expect(JSON.parse(readFileSync(path.join(folder, "note"), "utf8"))).toEqual({
    session: JSON.stringify({
      SessionId: "session-1",
      TokenValue: "token",
      StreamUrl: "wss://stream.example.org",
    }),
    region: "eu-west-1",
    operation: "StartSession",
    parameters: JSON.stringify({ Target: "ecs:clinic_a_a-1" }),
  });
});

test("where ECS Exec is off, it says which variable turns it on, and begins no session", async () => {
  aws.answers.set("DescribeServices", { services: [{ status: "ACTIVE", enableExecuteCommand: false }] });
  await expect(shell("/bin/sh")).rejects.toThrow(
    "set enable_ecs_exec = true in environments/trial.tfvars, then: npm run deploy -- trial",
  );
  expect(aws.takeCalls().map(({ operation }) => operation)).not.toContain("ExecuteCommand");
});
