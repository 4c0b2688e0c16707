import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App } from "cdktf";
import { forceLocalBackend } from "../../scripts/terraform/local-backend";
import { startOfflineAccount } from "../../scripts/terraform/offline/offline-account";
import { Terraform } from "../../scripts/terraform/terraform";
import { EncryptionKey } from "../../src/aws/encryption-key";
import { Installation } from "../../src/aws/installation";
import { TypeScriptFunction } from "../../src/aws/typescript-function";
import { ReadableStack } from "../../src/terraform/stack";

const SOURCE = `
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { greeting } from "./greeting";
export const handler = async (event: { name: string }) => greeting(event.name) + String(GetSecretValueCommand);
`;

/** Synthesizes one function in a folder of its own; gives the stack's JSON and the bundle. */
function build(folder: string) {
  mkdirSync(join(folder, "lambda"), { recursive: true });
  writeFileSync(join(folder, "lambda", "handler.ts"), SOURCE);
  writeFileSync(
    join(folder, "lambda", "greeting.ts"),
    "export const greeting = (name: string): string => `Hello ${name}`;",
  );
  const app = new App({ outdir: join(folder, "out") });
  const stack = new ReadableStack(app, "test");
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  const installation = new Installation(stack, "installation", {
    environment: "test",
    name: "openemr",
    region: "us-east-1",
    deletionProtection: true,
  });
  const settings = {
    installation,
    entry: join(folder, "lambda", "handler.ts"),
    statements: [{ sid: "ReadSecret", actions: ["secretsmanager:GetSecretValue"], resources: ["arn"] }],
    encryptionKey: new EncryptionKey(stack, "key", { installation, name: "logs", description: "Logs" }),
    logRetentionDays: 30,
  };
  new TypeScriptFunction(stack, "greeter", { ...settings, name: "greeter" });
  new TypeScriptFunction(stack, "caller", { ...settings, name: "caller", environment: { NAME: "Ada" } });
  app.synth();
  const directory = join(folder, "out", "stacks", "test");
  const document = JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8"));
  const archive = join(directory, document.resource.aws_lambda_function.greeter.filename);
  return {
    document,
    archive: readFileSync(archive),
    bundle: execFileSync("unzip", ["-p", archive, "index.js"], { encoding: "utf8" }),
  };
}

describe("a Lambda function from TypeScript", () => {
  const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), "function-test-")));
  const [first, second] = folders.map(build);
  const providers = startOfflineAccount();
  afterAll(async () => {
    await providers.close();
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  it("is bundled into one file that runs, without the SDK that the runtime brings", async () => {
    const module = { exports: {} as { handler?: (event: { name: string }) => Promise<string> } };
    const require = (name: string) => {
      expect(name).toBe("@aws-sdk/client-secrets-manager");
      return { GetSecretValueCommand: "SDK" };
    };
    new Function("module", "exports", "require", first!.bundle)(module, module.exports, require);
    await expect(module.exports.handler!({ name: "Ada" })).resolves.toBe("Hello AdaSDK");
  });

  it("is the same to the byte wherever the project lies", () => {
    expect(second!.archive.equals(first!.archive)).toBe(true);
    expect(second!.document).toEqual(first!.document);
  });

  it("runs on ARM64 from the archive of the bundle, which decides whether it changed", () => {
    expect(first!.document.resource.aws_lambda_function.greeter).toMatchObject({
      architectures: ["arm64"],
      runtime: "nodejs22.x",
      handler: "index.handler",
      filename: expect.stringMatching(/^assets\/greeter_code\/[0-9A-F]{32}\/function\.zip$/),
      source_code_hash: createHash("sha256").update(first!.archive).digest("base64"),
      depends_on: ["aws_cloudwatch_log_group.greeter_log", "aws_iam_role_policy.greeter_permissions"],
    });
  });

  it("has a key for its environment, and without one none, which Lambda would forget after each deploy", () => {
    const { aws_lambda_function: functions, aws_iam_role_policy: policies } = first!.document.resource;
    expect(functions.caller.kms_key_arn).toBe("${aws_kms_key.key.arn}");
    expect(policies.caller_permissions.policy).toContain("kms:Decrypt");
    expect(functions.greeter).not.toHaveProperty("kms_key_arn");
    expect(policies.greeter_permissions.policy).not.toContain("kms:Decrypt");
  });

  it("is made only of the synthesized folder: a plan of one copy can be applied in another", async () => {
    const copies = [1, 2].map((copy) => join(folders[0]!, `copy-${copy}`)) as [string, string];
    // As the real provider, which reads the archive when it makes the function.
    providers.failures = ({ type, values }) =>
      type === "aws_lambda_function" && !existsSync(join(copies[1], String(values.filename)))
        ? { message: `reading ZIP file (${values.filename}): no such file or directory` }
        : undefined;
    const [planned, applied] = await Promise.all(
      copies.map(async (copy) => {
        cpSync(join(folders[0]!, "out", "stacks", "test"), copy, { recursive: true });
        forceLocalBackend(copy);
        const environment = await providers.environment(copy);
        return Terraform.in(copy, { offline: true, environment });
      }),
    );
    await planned!.plan({ out: "saved" });
    copyFileSync(join(copies[0], "saved"), join(copies[1], "saved"));
    await applied!.apply({ plan: "saved" });
    expect(providers.calls.map(({ type, outcome }) => [type, outcome])).toContainEqual([
      "aws_lambda_function",
      "done",
    ]);
  });

  it("has a log group of its own that only it writes to", () => {
    const { aws_cloudwatch_log_group: groups, aws_iam_role_policy: policies } = first!.document.resource;
    expect(groups.greeter_log).toMatchObject({
      name: "/aws/lambda/${local.installation_name_prefix}-greeter",
      retention_in_days: 30,
      kms_key_id: "${aws_kms_key.key.arn}",
    });
    expect(policies.greeter_permissions.policy).toContain("${aws_cloudwatch_log_group.greeter_log.arn}:*");
    expect(policies.greeter_permissions.policy).toContain("secretsmanager:GetSecretValue");
  });
});
