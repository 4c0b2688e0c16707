import path from "node:path";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import { CreateUserCommand, IAMClient, ListAccessKeysCommand } from "@aws-sdk/client-iam";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import {
  CreateReceiptRuleSetCommand,
  DescribeActiveReceiptRuleSetCommand,
  SESClient,
} from "@aws-sdk/client-ses";
import { LambdaProcess } from "./support/lambda-process";
import { type EmulatedAws, startMoto } from "./support/moto";

const REGION = "eu-west-1";
const USER = "smtp-user";
const SERVICE = { cluster: "openemr", service: "openemr" };

let aws: EmulatedAws;
let clients: { iam: IAMClient; secrets: SecretsManagerClient; ecs: ECSClient; ses: SESClient };
const functions: LambdaProcess[] = [];

async function start(name: string, environment: Readonly<Record<string, string>>): Promise<LambdaProcess> {
  const entry = path.resolve(__dirname, `../../lambda/${name}/handler.ts`);
  const started = await LambdaProcess.start(entry, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_REGION: REGION,
    ...environment,
  });
  functions.push(started);
  return started;
}

beforeAll(async () => {
  aws = await startMoto();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const settings = { endpoint: aws.url, region: REGION, credentials };
  clients = {
    iam: new IAMClient(settings),
    secrets: new SecretsManagerClient(settings),
    ecs: new ECSClient(settings),
    ses: new SESClient(settings),
  };
});
afterAll(async () => {
  for (const client of Object.values(clients ?? {})) client.destroy();
  for (const each of functions) await each.stop();
  await aws?.stop();
});

describe("SMTP credentials in an emulated account", () => {
  let manager: LambdaProcess;
  let secretId: string;

  beforeAll(async () => {
    const { iam, secrets, ecs } = clients;
    await iam.send(new CreateUserCommand({ UserName: USER }));
    secretId = (await secrets.send(new CreateSecretCommand({ Name: "smtp" }))).ARN!;
    await ecs.send(new CreateClusterCommand({ clusterName: SERVICE.cluster }));
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: "openemr",
        containerDefinitions: [{ name: "openemr", image: "openemr", memory: 512 }],
      }),
    );
    manager = await start("smtp-credentials", {
      USER_NAME: USER,
      SECRET_ARN: secretId,
      CLUSTER_NAME: SERVICE.cluster,
      SERVICE_NAME: SERVICE.service,
      LONGEST_RUN_SECONDS: "120",
    });
  });

  const keys = async () =>
    (await clients.iam.send(new ListAccessKeysCommand({ UserName: USER }))).AccessKeyMetadata!.map(
      ({ AccessKeyId }) => AccessKeyId!,
    );
  const stored = async () => {
    const { SecretString } = await clients.secrets.send(new GetSecretValueCommand({ SecretId: secretId }));
    return JSON.parse(SecretString!) as { username: string; password: string };
  };
  /** A deployment that is complete at once, since it has no tasks. */
  const deploy = async (): Promise<string> => {
    const { ecs } = clients;
    await ecs.send(new DeleteServiceCommand({ ...SERVICE, force: true })).catch(() => {});
    await ecs.send(
      new CreateServiceCommand({
        cluster: SERVICE.cluster,
        serviceName: SERVICE.service,
        taskDefinition: "openemr",
        desiredCount: 0,
      }),
    );
    const { services } = await ecs.send(
      new DescribeServicesCommand({ cluster: SERVICE.cluster, services: [SERVICE.service] }),
    );
    return services![0]!.deployments![0]!.id!;
  };

  /** The outcome that the function returns for an event. */
  const outcomeOf = async (event: object): Promise<string> => {
    expect(await manager.invoke(event)).toBeUndefined();
    return (manager.result as { outcome: string }).outcome;
  };

  it("are made, rotated and retired, and no key or password is in a result or the log", async () => {
    expect(await outcomeOf({ action: "ensure" })).toBe("The secret holds new credentials.");
    const before = await stored();
    expect(await keys()).toEqual([before.username]);
    // Version 4, and a signature of 32 bytes.
    const password = Buffer.from(before.password, "base64");
    expect([password.length, password[0]]).toEqual([33, 4]);
    await deploy();

    expect(await outcomeOf({ action: "ensure" })).toBe("The secret holds credentials already.");

    expect(await outcomeOf({ action: "rotate" })).toContain("the tasks are being replaced");
    const after = await stored();
    expect(after.username).not.toBe(before.username);
    expect((await keys()).sort()).toEqual([before.username, after.username].sort());

    const deploymentId = await deploy();
    const event = { "detail-type": "ECS Deployment State Change", detail: { deploymentId } };
    expect(await outcomeOf(event)).toBe("The earlier key is deleted.");
    expect(await keys()).toEqual([after.username]);

    expect(manager.log).toHaveLength(4);
    for (const text of [before.username, before.password, after.username, after.password]) {
      expect(manager.log.join()).not.toContain(text);
    }
  });

  it("stay as they are where the new ones cannot be stored, and the new key goes", async () => {
    const before = await keys();
    const deletion = { SecretId: secretId, ForceDeleteWithoutRecovery: true };
    await clients.secrets.send(new DeleteSecretCommand(deletion));
    const error = await manager.invoke({ action: "ensure" });
    expect(error).toMatch(
      /^FunctionError: Could not write the secret: ResourceNotFoundException: .* Run it again\.$/m,
    );
    expect(error).not.toMatch(/AKIA/);
    expect(await keys()).toEqual(before);
  });
});

it("a receipt rule set becomes active where none is, stays where another one is, and goes with its own", async () => {
  const { ses } = clients;
  for (const RuleSetName of ["ours", "theirs"])
    await ses.send(new CreateReceiptRuleSetCommand({ RuleSetName }));
  const active = async () => (await ses.send(new DescribeActiveReceiptRuleSetCommand())).Metadata?.Name;
  const activation = await start("receipt-rule-set", {});
  const tell = async (ruleSet: string, action: string) =>
    (await activation.invoke({ ruleSet, rule: "our-rule", activate: true, tf: { action } })) ??
    (activation.result as { outcome: string }).outcome;

  expect(await tell("ours", "create")).toBe("It is active now.");
  expect(await active()).toBe("ours");
  expect(await tell("theirs", "create")).toContain('The receipt rule set "ours" is active in eu-west-1');
  expect(await tell("theirs", "delete")).toBe("Another one is active, or none.");
  expect(await active()).toBe("ours");
  expect(await tell("ours", "delete")).toBe("None is active now.");
  expect(await active()).toBeUndefined();
});
