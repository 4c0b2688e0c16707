import {
  CreateClusterCommand,
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import { exportFiles } from "../../lambda/export-files/export-files";
import type { Settings } from "../../lambda/export-files/settings";
import { type EmulatedAws, startMoto } from "./support/moto";

/** Right after the full hour it would wait. */
const NOW = new Date("2026-03-01T10:20:30Z");

let aws: EmulatedAws;
let ecs: ECSClient;
let settings: Settings;

beforeAll(async () => {
  aws = await startMoto();
  ecs = new ECSClient({
    region: "eu-west-1",
    endpoint: aws.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  await ecs.send(new CreateClusterCommand({ clusterName: "openemr" }));
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: "export-files",
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: "512",
      memory: "1024",
      // The emulator reckons with memory and ports of every container.
      containerDefinitions: [
        { name: "sync", image: "public.ecr.aws/aws-cli/aws-cli:2.37.9", memory: 1024, portMappings: [] },
      ],
    }),
  );
  settings = {
    cluster: "openemr",
    taskDefinition: taskDefinition!.taskDefinitionArn!,
    taskFamily: "export-files",
    subnets: (await idsOf("DescribeSubnets", "subnetId")).join(","),
    securityGroup: (await idsOf("DescribeSecurityGroups", "groupId"))[0]!,
    destination: "s3://bucket/sites",
  };
});
afterAll(async () => {
  ecs?.destroy();
  await aws?.stop();
});

/** Ids of things in the VPC that every account has. */
async function idsOf(action: string, member: string): Promise<string[]> {
  const scope = "test/20260101/eu-west-1/ec2/aws4_request";
  const response = await fetch(aws.url, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: `Action=${action}&Version=2016-11-15`,
  });
  const found = (await response.text()).matchAll(new RegExp(`<${member}>(.*?)</${member}>`, "g"));
  return [...found].map(([, id]) => id!);
}

it("starts a task, joins it while it runs, and starts another one once it has stopped", async () => {
  const first = await exportFiles(ecs, settings, NOW);
  expect(first).toMatchObject({ started: true, destination: "s3://bucket/sites" });
  const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster: "openemr", tasks: [first.taskArn] }));
  expect(tasks?.map(({ taskDefinitionArn }) => taskDefinitionArn)).toEqual([settings.taskDefinition]);

  expect(await exportFiles(ecs, settings, NOW)).toEqual({ ...first, started: false });

  await ecs.send(new StopTaskCommand({ cluster: "openemr", task: first.taskArn }));
  const second = await exportFiles(ecs, settings, NOW);
  expect(second.started).toBe(true);
  expect(second.taskArn).not.toBe(first.taskArn);
});

it("starts nothing in a cluster that does not exist, and says so", async () => {
  await expect(exportFiles(ecs, { ...settings, cluster: "gone" }, NOW)).rejects.toThrow(
    /started none: ClusterNotFoundException: Cluster not found.*Deploy the stack again/,
  );
});

it("says so where the task is not known any more", async () => {
  const taskDefinition = settings.taskDefinition.replace(/:\d+$/, ":99");
  const family = { ...settings, taskFamily: "another", taskDefinition };
  await expect(exportFiles(ecs, family, NOW)).rejects.toThrow("Could not start the copy:");
});
