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
import { LambdaFunction } from "./support/lambda-function";
import { type EmulatedAws, startMoto } from "./support/moto";

const REGION = "eu-west-1";
const USER = "smtp-user";
const SERVICE = { cluster: "openemr", service: "openemr" };

let aws: EmulatedAws;
let clients: { iam: IAMClient; secrets: SecretsManagerClient; ecs: ECSClient; ses: SESClient };
const functions: LambdaFunction[] = [];

function functionOf(name: string, environment: Readonly<Record<string, string>>): LambdaFunction {
  const made = new LambdaFunction(name, { AWS_ENDPOINT_URL: aws.url, AWS_REGION: REGION, ...environment });
  functions.push(made);
  return made;
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
}, 60_000);
afterAll(async () => {
  for (const client of Object.values(clients ?? {})) client.destroy();
  for (const each of functions) each.remove();
  await aws?.stop();
});

describe("SMTP credentials in an emulated account", () => {
  let manager: LambdaFunction;
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
    manager = functionOf("smtp-credentials", {
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

  it("are made, rotated and retired, and no key or password is in a result or the log", async () => {
    const first = await manager.invoke({ action: "ensure" });
    expect(first.result).toEqual({ outcome: "The secret holds new credentials." });
    const before = await stored();
    expect(await keys()).toEqual([before.username]);
    // Version 4, and a signature of 32 bytes.
    const password = Buffer.from(before.password, "base64");
    expect([password.length, password[0]]).toEqual([33, 4]);
    await deploy();

    const again = await manager.invoke({ action: "ensure" });
    expect(again.result).toEqual({ outcome: "The secret holds credentials already." });

    const rotated = await manager.invoke({ action: "rotate" });
    expect(rotated.result!.outcome).toContain("the tasks are being replaced");
    const after = await stored();
    expect(after.username).not.toBe(before.username);
    expect((await keys()).sort()).toEqual([before.username, after.username].sort());

    const deploymentId = await deploy();
    const event = { "detail-type": "ECS Deployment State Change", detail: { deploymentId } };
    const retired = await manager.invoke(event);
    expect(retired.result).toEqual({ outcome: "The earlier key is deleted." });
    expect(await keys()).toEqual([after.username]);

    for (const { log } of [first, again, rotated, retired]) {
      for (const text of [before.username, before.password, after.username, after.password]) {
        expect(log).not.toContain(text);
      }
    }
  }, 60_000);

  it("stay as they are where the new ones cannot be stored, and the new key goes", async () => {
    const before = await keys();
    await clients.secrets.send(
      new DeleteSecretCommand({ SecretId: secretId, ForceDeleteWithoutRecovery: true }),
    );
    const { error, log } = await manager.invoke({ action: "ensure" });
    expect(error).toMatch(/^Could not write the secret: ResourceNotFoundException: .* Run it again\.$/);
    expect(await keys()).toEqual(before);
    expect(log).not.toMatch(/AKIA/);
  }, 60_000);
});

it("a receipt rule set becomes active where none is, stays where another one is, and goes with its own", async () => {
  const { ses } = clients;
  for (const RuleSetName of ["ours", "theirs"])
    await ses.send(new CreateReceiptRuleSetCommand({ RuleSetName }));
  const active = async () => (await ses.send(new DescribeActiveReceiptRuleSetCommand())).Metadata?.Name;
  const activation = functionOf("receipt-rule-set", {});
  const tell = (ruleSet: string, action: string) => activation.invoke({ ruleSet, tf: { action } });

  expect(await tell("ours", "create")).toMatchObject({ result: { outcome: "It is active now." } });
  expect(await active()).toBe("ours");
  expect((await tell("theirs", "create")).error).toContain(
    'The receipt rule set "ours" is active in eu-west-1',
  );
  expect(await tell("theirs", "delete")).toMatchObject({
    result: { outcome: "Another one is active, or none." },
  });
  expect(await active()).toBe("ours");
  expect(await tell("ours", "delete")).toMatchObject({ result: { outcome: "None is active now." } });
  expect(await active()).toBeUndefined();
}, 60_000);
