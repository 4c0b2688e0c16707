import { ECSClient, ListTasksCommand, RunTaskCommand } from "@aws-sdk/client-ecs";
import { exportFiles } from "../../../lambda/export-files/export-files";
import type { Settings } from "../../../lambda/export-files/settings";

const SETTINGS: Settings = {
  cluster: "openemr-cluster",
  taskDefinition: "arn:aws:ecs:us-east-1:123456789012:task-definition/export-files:3",
  taskFamily: "export-files",
  subnets: "subnet-a,subnet-b",
  securityGroup: "sg-1",
  destination: "s3://bucket/sites",
};
const NOW = new Date("2026-03-01T10:20:30Z");

type Answer = (command: { input: Record<string, unknown> }) => unknown;

/** ECS as far as the function knows it: a task with a token that was used is not started again. */
class FakeEcs {
  readonly tasks: Array<{ arn: string; token: string; running: boolean }> = [];
  readonly asked: RunTaskCommand["input"][] = [];
  listTasks: Answer = ({ input }) => ({
    taskArns: this.tasks
      .filter(({ running }) => running === (input.desiredStatus === "RUNNING"))
      .map(({ arn }) => arn),
  });
  runTask: Answer = ({ input }) => {
    const known = this.tasks.find(({ token }) => token === input.clientToken);
    if (known) return { tasks: [{ taskArn: known.arn }] };
    const task = { arn: `task/${this.tasks.length + 1}`, token: String(input.clientToken), running: true };
    this.tasks.push(task);
    return { tasks: [{ taskArn: task.arn }] };
  };
  readonly client = new ECSClient({ region: "us-east-1" });

  constructor() {
    this.client.send = (async (command: { input: never }) => {
      if (command instanceof ListTasksCommand) return this.listTasks(command);
      if (command instanceof RunTaskCommand) {
        this.asked.push(command.input);
        return this.runTask(command);
      }
      throw new Error("Nobody may ask for anything else.");
    }) as never;
  }

  export(now = NOW, pause = async (_: number) => {}) {
    return exportFiles(this.client, SETTINGS, now, pause);
  }
}

const failing = (name: string, message: string) => () => {
  throw Object.assign(new Error(message), { name });
};

let ecs: FakeEcs;
beforeEach(() => {
  ecs = new FakeEcs();
});

it("starts one task on Fargate, without a public address, and says where it copies to", async () => {
  expect(await ecs.export()).toEqual({
    taskArn: "task/1",
    started: true,
    cluster: "openemr-cluster",
    destination: "s3://bucket/sites",
  });
  expect(ecs.asked).toEqual([
    expect.objectContaining({
      cluster: "openemr-cluster",
      taskDefinition: SETTINGS.taskDefinition,
      launchType: "FARGATE",
      count: 1,
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ["subnet-a", "subnet-b"],
          securityGroups: ["sg-1"],
          assignPublicIp: "DISABLED",
        },
      },
    }),
  ]);
});

it("returns the task that runs, on whatever page of the list it is", async () => {
  ecs.listTasks = ({ input }) =>
    input.nextToken ? { taskArns: ["task/9"] } : { taskArns: [], nextToken: "2" };
  expect(await ecs.export()).toMatchObject({ taskArn: "task/9", started: false });
  expect(ecs.asked).toEqual([]);
});

it("starts one task for two calls that see nothing of each other", async () => {
  ecs.listTasks = () => ({ taskArns: [] });
  const found = await Promise.all([ecs.export(), ecs.export()]);
  expect(found.map(({ taskArn }) => taskArn)).toEqual(["task/1", "task/1"]);
  expect(ecs.tasks).toHaveLength(1);
});

it("starts one task for a call right before the full hour and one right after it", async () => {
  const first: unknown[] = [];
  const pauses: number[] = [];
  const second = await ecs.export(new Date("2026-03-01T11:00:00.500Z"), async (milliseconds) => {
    pauses.push(milliseconds);
    // The other call is still under way.
    first.push(await ecs.export(new Date("2026-03-01T10:59:59.900Z")));
  });
  expect(second).toMatchObject({ taskArn: "task/1", started: false });
  expect(first).toEqual([expect.objectContaining({ taskArn: "task/1", started: true })]);
  expect(pauses).toEqual([19_500]);
});

it.each([
  ["in the same hour", new Date("2026-03-01T10:59:00Z")],
  // By then ECS has forgotten the first one, but not its token.
  ["later", new Date("2026-03-01T12:00:00Z")],
])("starts another one %s, after the first has stopped", async (when, later) => {
  await ecs.export();
  ecs.tasks[0]!.running = false;
  if (when === "later") ecs.listTasks = () => ({ taskArns: [] });
  expect(await ecs.export(later)).toMatchObject({ taskArn: "task/2", started: true });
});

it.each([
  ["the list is throttled", "ThrottlingException", "Rate exceeded", "Try again in a minute"],
  ["the list is forbidden", "AccessDeniedException", "not authorized", "lacks the permission"],
  ["the cluster is gone", "ClusterNotFoundException", "Cluster not found", "Deploy the stack again"],
])("starts nothing when %s", async (_, name, message, advice) => {
  ecs.listTasks = failing(name, message);
  await expect(ecs.export()).rejects.toThrow(
    `Could not see whether a copy runs already, and started none: ${name}: ${message}.`,
  );
  await expect(ecs.export()).rejects.toThrow(advice);
  expect(ecs.asked).toEqual([]);
});

it.each([
  ["a role is missing", "ClientException", "ECS was unable to assume the role", "a role of it may be gone"],
  ["a subnet is gone", "InvalidParameterException", "The subnet does not exist", "Deploy the stack again"],
  ["it may not be started", "AccessDeniedException", "not authorized to perform: iam:PassRole", "lacks the"],
  ["AWS does not answer", "TimeoutError", "socket hang up", "found, and not started twice"],
  ["AWS has blocked the account", "BlockedException", "Your account is blocked", "ask AWS Support"],
  ["something unheard of happens", "OddException", "An odd thing", "An odd thing."],
])("says so when %s", async (_, name, message, advice) => {
  ecs.runTask = failing(name, message);
  await expect(ecs.export()).rejects.toThrow(`Could not start the copy: ${name}: ${message}.`);
  await expect(ecs.export()).rejects.toThrow(advice);
});

it.each([
  ["Capacity is unavailable at this time", "no Fargate capacity"],
  ["You've reached the limit on the number of vCPUs you can run concurrently", "Service Quotas"],
  ["MISSING", "Deploy the stack again"],
  ["RESOURCE:CPU", "Try again later"],
])("is an error when ECS starts nothing and says %s", async (reason, advice) => {
  ecs.runTask = () => ({ tasks: [], failures: [{ reason }] });
  await expect(ecs.export()).rejects.toThrow(`ECS started no task for the copy and gave ${reason}. `);
  await expect(ecs.export()).rejects.toThrow(advice);
});

it("is an error when ECS answers with neither a task nor a failure", async () => {
  ecs.runTask = () => ({});
  await expect(ecs.export()).rejects.toThrow("gave no reason");
});
