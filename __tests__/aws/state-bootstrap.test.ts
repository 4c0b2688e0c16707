import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { STATE_BACKEND_STACK } from "../../src/stacks/state-backend-stack";
import { addCompiledScripts } from "../support/compiled-project";
import { AwsApi } from "./support/aws-api";
import { type EmulatedTerraform, emulatedTerraform } from "./support/emulated-terraform";
import { type EmulatedAws, startMoto } from "./support/moto";
import { PROVIDER_ADDRESS, RealProvider } from "./support/real-provider";
import { killAll, startScript, until } from "./support/run-script";

const KEY = "state-backend/terraform.tfstate";
const CONFIGURATION = { language: "typescript", app: "npx tsx main.ts", context: { other: [1, 2] } };

let aws: EmulatedAws;
let terraform: EmulatedTerraform;
let provider: RealProvider;

beforeAll(async () => {
  aws = await startMoto();
  terraform = emulatedTerraform(aws.url);
  provider = await RealProvider.install(terraform.env);
}, 120_000);

afterAll(async () => {
  await provider?.stop();
  terraform?.remove();
  await aws?.stop();
});

/** One project, in a region of its own so that several can be bootstrapped at once. */
class Project {
  readonly bucket: string;
  readonly api: AwsApi;
  private readonly attached: string;

  private constructor(
    readonly folder: string,
    private readonly region: string,
    attachment: unknown,
  ) {
    this.bucket = `openemr-terraform-state-123456789012-${region}`;
    this.api = new AwsApi(aws.url, region);
    this.attached = JSON.stringify({ [PROVIDER_ADDRESS]: attachment });
    addCompiledScripts(this.folder);
    this.forgetSettings();
  }

  static async in(region: string): Promise<Project> {
    const folder = mkdtempSync(path.join(tmpdir(), "bootstrap-"));
    const stack = path.join(folder, ".bootstrap", "stacks", STATE_BACKEND_STACK);
    return new Project(folder, region, await provider.startFor(stack, folder));
  }

  start(fail = "") {
    const env = { ...terraform.env, TF_REATTACH_PROVIDERS: this.attached, FAIL_TERRAFORM: fail };
    return startScript("bootstrap", ["--region", this.region, "--yes"], { cwd: this.folder, env });
  }

  /** Runs a bootstrap in which the terraform commands of a pattern fail. */
  async bootstrap(fail = ""): Promise<{ code: number | null; output: string }> {
    return this.start(fail).ended;
  }

  get settings(): Record<string, string> | undefined {
    return JSON.parse(readFileSync(path.join(this.folder, "cdktf.json"), "utf8")).context.state;
  }

  forgetSettings(): void {
    writeFileSync(path.join(this.folder, "cdktf.json"), `${JSON.stringify(CONFIGURATION, null, 4)}\n`);
  }

  get localState(): string {
    const file = path.join(this.folder, ".bootstrap/state-backend.tfstate");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  leaveLocalState(state: string): void {
    mkdirSync(path.join(this.folder, ".bootstrap"));
    writeFileSync(path.join(this.folder, ".bootstrap/state-backend.tfstate"), state);
  }

  async addressesInBucket(): Promise<string[]> {
    const state = JSON.parse((await this.api.getObject(this.bucket, KEY)) ?? "{}");
    const resources = (state.resources ?? []) as { mode: string; type: string; name: string }[];
    return resources.filter(({ mode }) => mode === "managed").map(({ type, name }) => `${type}.${name}`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  expectDone(output: string): void {
    expect(output).toContain(`Done. The state is in ${this.bucket}, verified.`);
    expect(existsSync(path.join(this.folder, ".bootstrap"))).toBe(false);
    expect(this.settings).toEqual({
      kind: "s3",
      bucket: this.bucket,
      region: this.region,
      lockTable: "openemr-terraform-lock",
      kmsKey: expect.stringMatching(/^arn:aws:kms:/),
    });
  }
}

const ADDRESSES = [
  "aws_dynamodb_table.lock_table",
  "aws_kms_alias.key_alias",
  "aws_kms_key.key",
  "aws_s3_bucket.bucket",
  "aws_s3_bucket_lifecycle_configuration.bucket_lifecycle",
  "aws_s3_bucket_ownership_controls.bucket_ownership",
  "aws_s3_bucket_policy.bucket_policy",
  "aws_s3_bucket_public_access_block.bucket_public_access",
  "aws_s3_bucket_server_side_encryption_configuration.bucket_encryption",
  "aws_s3_bucket_versioning.bucket_versioning",
];

/** A bootstrap that fails after each of its steps in turn, and is repeated. */
async function failAtEachStep(): Promise<void> {
  const project = await Project.in("eu-west-1");
  for (const step of ["^init -json", "^apply"]) {
    expect(await project.bootstrap(step)).toMatchObject({
      code: 1,
      output: expect.stringContaining("failed"),
    });
    expect(project.settings).toBeUndefined();
  }
  // Created, and not recorded.
  expect(await project.bootstrap("^output")).toMatchObject({ code: 1 });
  expect(project.settings).toBeUndefined();
  // Recorded, and not moved.
  const notMoved = await project.bootstrap("migrate-state");
  expect(notMoved).toMatchObject({ code: 1, output: expect.not.stringContaining("create  ") });
  expect(project.settings?.bucket).toBe(project.bucket);
  expect(await project.addressesInBucket()).toEqual([]);

  const { code, output } = await project.bootstrap();
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("Done.") });
  project.expectDone(output);
  expect(await project.addressesInBucket()).toEqual(ADDRESSES);
  expect(readFileSync(path.join(project.folder, "cdktf.json"), "utf8")).toMatch(
    /^\{\n {4}"language": "typescript",\n {4}"app": "npx tsx main.ts",\n {4}"context": \{\n {8}"other": \[/,
  );

  // A second time, with nothing recorded and a local copy of the state, as a run leaves it that ends after the
  // move and before the copy is removed: nothing changes but the record.
  const before = await project.api.getObject(project.bucket, KEY);
  project.forgetSettings();
  project.leaveLocalState(before!);
  const again = await project.bootstrap();
  expect(again).toMatchObject({ code: 0, output: expect.stringContaining("are as they should be") });
  project.expectDone(again.output);
  expect(await project.api.getObject(project.bucket, KEY)).toBe(before);
  project.remove();
}

/** A bootstrap that loses its machine in the middle of the apply, and with it all that it knew. */
async function killAndForget(): Promise<void> {
  const project = await Project.in("eu-west-2");
  const run = project.start();
  await until("The creation of the bucket", () => project.localState.includes("aws_s3_bucket"), 180);
  killAll(run);
  await run.ended;
  rmSync(path.join(project.folder, ".bootstrap"), { recursive: true });

  const { code, output } = await project.bootstrap();
  expect({ code, output }).toEqual({
    code: 0,
    // All of it, so that one that ends before shows why.
    output: expect.stringMatching(/take over +aws_s3_bucket\.bucket.*Done\./s),
  });
  project.expectDone(output);
  expect((await project.addressesInBucket()).filter((address) => ADDRESSES.includes(address))).toEqual(
    ADDRESSES,
  );
  project.remove();
}

// Most of each is waiting for the provider, so they run side by side.
test("a bootstrap completes after a failure at any step, after a crash, and a second time", async () => {
  await Promise.all([failAtEachStep(), killAndForget()]);
}, 400_000);

test("a bucket of somebody else is not taken", async () => {
  const project = await Project.in("eu-west-3");
  const other = JSON.stringify({
    ...CONFIGURATION,
    context: { state: { bucket: "another-bucket", region: "eu-west-3" } },
  });
  writeFileSync(path.join(project.folder, "cdktf.json"), other);
  const { code, output } = await project.bootstrap();
  expect(code).toBe(1);
  expect(output).toContain(
    `names the bucket "another-bucket", but this account and region would get "${project.bucket}"`,
  );
  expect(output).not.toMatch(/^ +at /m);
  project.remove();
});
