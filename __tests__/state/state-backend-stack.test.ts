import { App } from "cdktf";
import { STATE_BACKEND_STACK, StateBackendStack } from "../../src/stacks/state-backend-stack";
import { readStateSettings } from "../../src/state/state-settings";
import { evaluateExpressions, withoutResources } from "../support/evaluate";

type Block = Record<string, unknown>;
type Document = {
  resource: Record<string, Record<string, Block>>;
  variable: Record<string, Block>;
  output: Record<string, Block>;
};

function synthesize(context: unknown = {}): Document {
  const stack = new StateBackendStack(new App(), STATE_BACKEND_STACK, readStateSettings(context, {}));
  stack.prepareStack();
  return JSON.parse(JSON.stringify(stack.toTerraform()));
}

test("bucket, table and key cannot be destroyed", () => {
  const { resource } = synthesize();
  const kept = Object.entries(resource)
    .flatMap(([type, blocks]) =>
      Object.entries(blocks).map(([name, block]) => ({ address: `${type}.${name}`, block })),
    )
    .filter(({ block }) => (block.lifecycle as Block | undefined)?.prevent_destroy)
    .map(({ address }) => address);
  expect(kept.sort()).toEqual(["aws_dynamodb_table.lock_table", "aws_kms_key.key", "aws_s3_bucket.bucket"]);
});

test("the bucket is versioned, encrypted with the key, private, reached over TLS, and keeps old versions for a year", () => {
  const { resource, variable } = synthesize();
  const only = (type: string) => Object.values(resource[type]!)[0]!;
  expect(only("aws_s3_bucket_versioning")).toMatchObject({ versioning_configuration: { status: "Enabled" } });
  expect(only("aws_s3_bucket_server_side_encryption_configuration")).toMatchObject({
    rule: [{ apply_server_side_encryption_by_default: { kms_master_key_id: "${aws_kms_key.key.arn}" } }],
  });
  expect(only("aws_s3_bucket_public_access_block")).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  const { rule } = only("aws_s3_bucket_lifecycle_configuration") as { rule: Block[] };
  expect(rule).toEqual([
    expect.objectContaining({ noncurrent_version_expiration: [{ noncurrent_days: 365 }] }),
  ]);
  expect(rule[0]).not.toHaveProperty("expiration");
  const [policy] = evaluateExpressions({ variable }, {}, [
    withoutResources(only("aws_s3_bucket_policy").policy),
  ]);
  const { Statement } = JSON.parse(policy as string) as { Statement: Block[] };
  const everybody = { Effect: "Deny", Principal: "*" };
  expect(Statement).toMatchObject([
    { ...everybody, Action: ["s3:*"], Condition: { Bool: { "aws:SecureTransport": "false" } } },
    {
      ...everybody,
      Action: ["s3:DeleteBucket", "s3:DeleteObjectVersion"],
      Resource: ["aws_s3_bucket.bucket.arn", "aws_s3_bucket.bucket.arn/*"],
    },
  ]);
  expect(Statement[1]).not.toHaveProperty("Condition");
});

test("the lock table is what Terraform expects, encrypted, and can be restored", () => {
  expect(synthesize().resource.aws_dynamodb_table!.lock_table).toMatchObject({
    hash_key: "LockID",
    attribute: [{ name: "LockID", type: "S" }],
    billing_mode: "PAY_PER_REQUEST",
    point_in_time_recovery: { enabled: true },
    server_side_encryption: { enabled: true, kms_key_arn: "${aws_kms_key.key.arn}" },
    deletion_protection_enabled: "${var.deletion_protection}",
  });
  expect(synthesize().resource.aws_kms_key!.key).toMatchObject({ enable_key_rotation: true });
});

test("what the first run recorded is what later runs mean", () => {
  expect(synthesize().variable.region).not.toHaveProperty("default");
  expect(synthesize().variable.name).toMatchObject({ default: "openemr" });
  const { variable } = synthesize({ region: "eu-west-1", name: "clinic" });
  expect(variable).toMatchObject({ region: { default: "eu-west-1" }, name: { default: "clinic" } });
  expect(Object.keys(variable).sort()).toEqual(["deletion_protection", "name", "region", "tags"]);
});

test("outputs what the settings need", () => {
  expect(Object.keys(synthesize().output).sort()).toEqual([
    "state_bucket",
    "state_kms_key",
    "state_lock_table",
    "state_region",
  ]);
});
