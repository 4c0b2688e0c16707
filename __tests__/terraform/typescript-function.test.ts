import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App } from "cdktf";
import { ReadableStack } from "../../src/terraform/stack";
import { TypeScriptFunction } from "../../src/terraform/typescript-function";

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
  new ArchiveProvider(stack, "archive");
  new TypeScriptFunction(stack, "greeter", {
    entry: join(folder, "lambda", "handler.ts"),
    name: "openemr-test-greeter",
    roleName: "openemr-test-greeter-role",
    statements: [{ sid: "ReadSecret", actions: ["secretsmanager:GetSecretValue"], resources: ["arn"] }],
    encryptionKeyArn: "key",
    logRetentionDays: 30,
  });
  app.synth();
  const directory = join(folder, "out", "stacks", "test");
  const assets = readdirSync(join(directory, "assets"), { recursive: true, encoding: "utf8" });
  const bundle = assets.find((file) => file.endsWith("index.js"))!;
  return {
    document: JSON.parse(readFileSync(join(directory, "cdk.tf.json"), "utf8")),
    bundle: readFileSync(join(directory, "assets", bundle), "utf8"),
    path: bundle,
  };
}

describe("a Lambda function from TypeScript", () => {
  const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), "function-test-")));
  const [first, second] = folders.map(build);
  afterAll(() => {
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
    expect(second!.bundle).toBe(first!.bundle);
    expect(second!.path).toBe(first!.path);
    expect(second!.document).toEqual(first!.document);
  });

  it("runs on ARM64 from the archive of the bundle, which decides whether it changed", () => {
    expect(first!.document.resource.aws_lambda_function.greeter).toMatchObject({
      architectures: ["arm64"],
      runtime: "nodejs22.x",
      handler: "index.handler",
      filename: "${data.archive_file.greeter_archive.output_path}",
      source_code_hash: "${data.archive_file.greeter_archive.output_base64sha256}",
      depends_on: ["aws_cloudwatch_log_group.greeter_log", "aws_iam_role_policy.greeter_permissions"],
    });
  });

  it("has a log group of its own that it alone writes to", () => {
    const { aws_cloudwatch_log_group: groups, aws_iam_role_policy: policies } = first!.document.resource;
    expect(groups.greeter_log).toMatchObject({
      name: "/aws/lambda/openemr-test-greeter",
      retention_in_days: 30,
      kms_key_id: "key",
    });
    expect(policies.greeter_permissions.policy).toContain("${aws_cloudwatch_log_group.greeter_log.arn}:*");
    expect(policies.greeter_permissions.policy).toContain("secretsmanager:GetSecretValue");
  });
});
