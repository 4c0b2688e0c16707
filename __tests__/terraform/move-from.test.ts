import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { TerraformOutput, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { Repeat, Toggle } from "../../src/terraform/instance-scope";
import { moveFrom } from "../../src/terraform/move-from";
import type { ReadableStack } from "../../src/terraform/stack";
import { addresses, changes, OfflineAccount } from "../support/offline-account";
import { synthesize } from "./synthesize";

let account: OfflineAccount;
const folder = mkdtempSync(path.join(tmpdir(), "move-from-"));

beforeAll(() => {
  account = new OfflineAccount();
});

afterAll(async () => {
  await account.close();
  rmSync(folder, { recursive: true });
});

function write(target: string, build: (stack: ReadableStack) => void): void {
  writeFileSync(path.join(target, "cdk.tf.json"), JSON.stringify(synthesize(build)));
}

/** Applies a stack, and plans another over it: what the plan would change, and the addresses and ids before and after. */
async function renamed(before: (stack: ReadableStack) => void, after: (stack: ReadableStack) => void) {
  write(folder, before);
  const stack = await account.add(folder);
  await stack.apply();
  const ids = () => [...stack.resources().values()].map(({ id }) => id).sort();
  const former = ids();
  write(stack.folder, after);
  const planned = addresses(changes(await stack.plan()));
  await stack.apply();
  return { planned, former, ids: ids(), addresses: [...stack.resources().keys()] };
}

/** A bucket with a policy, where the ids of both can be chosen. */
function bucketIn(scope: Construct, id: string): S3Bucket {
  const bucket = new S3Bucket(scope, id, { bucketPrefix: "records-" });
  new S3BucketPolicy(bucket, "policy", { bucket: bucket.id, policy: "{}" });
  return bucket;
}

const on = (stack: ReadableStack) =>
  new TerraformVariable(stack, "flag", { type: "bool", default: true }).value;

describe("a rename takes along what exists:", () => {
  test("a plain resource, with what is below it", async () => {
    const found = await renamed(
      (stack) => bucketIn(stack, "exports"),
      (stack) => moveFrom(bucketIn(stack, "reports"), "exports"),
    );
    expect(found).toMatchObject({ planned: [], ids: found.former });
    expect(found.addresses).toEqual(["aws_s3_bucket.reports", "aws_s3_bucket_policy.reports_policy"]);
  });

  test("a resource below a toggle", async () => {
    const found = await renamed(
      (stack) => bucketIn(new Toggle(stack, "audit", on(stack)), "store"),
      (stack) => moveFrom(bucketIn(new Toggle(stack, "audit", on(stack)), "bucket"), "audit/store"),
    );
    expect(found).toMatchObject({ planned: [], ids: found.former });
    expect(found.addresses).toEqual([
      "aws_s3_bucket.audit_bucket[0]",
      "aws_s3_bucket_policy.audit_bucket_policy[0]",
    ]);
  });

  test("a toggle itself", async () => {
    const found = await renamed(
      (stack) => bucketIn(new Toggle(stack, "audit", on(stack)), "store"),
      (stack) => {
        const toggle = new Toggle(stack, "trail", on(stack));
        moveFrom(toggle, "audit");
        // Added after the move was declared, and moved all the same.
        bucketIn(toggle, "store");
      },
    );
    expect(found).toMatchObject({ planned: [], ids: found.former });
    expect(found.addresses[0]).toBe("aws_s3_bucket.trail_store[0]");
  });

  test("resources that are repeated, each to the same place in the row", async () => {
    const build = (id: string, then: (zones: Repeat) => void) => (stack: ReadableStack) => {
      const zones = new Repeat(stack, "zone", 3);
      const bucket = new S3Bucket(zones, id, { bucket: `records-${zones.index}` });
      new TerraformOutput(stack, "all", { value: zones.all(bucket.arn) });
      then(zones);
    };
    const found = await renamed(
      build("store", () => {}),
      build("bucket", (zones) => moveFrom(zones.node.findChild("bucket") as Construct, "zone/store")),
    );
    expect(found).toMatchObject({ planned: [], ids: found.former });
    expect(found.addresses).toEqual([0, 1, 2].map((i) => `aws_s3_bucket.zone_bucket[${i}]`));
  });

  test("a plain resource that gets a toggle", async () => {
    const found = await renamed(
      (stack) => bucketIn(stack, "exports"),
      (stack) => moveFrom(bucketIn(new Toggle(stack, "analytics", on(stack)), "exports"), "exports"),
    );
    expect(found).toMatchObject({ planned: [], ids: found.former });
  });

  test("cdktf's own call, which wrote an instance key to the new address and destroyed what was there", async () => {
    const found = await renamed(
      (stack) => new S3Bucket(new Toggle(stack, "audit", on(stack)), "store"),
      (stack) =>
        new S3Bucket(new Toggle(stack, "audit", on(stack)), "bucket").moveFromId("aws_s3_bucket.audit_store"),
    );
    expect(found).toMatchObject({ planned: [], ids: found.former });
  });
});

describe("what would lose state is refused:", () => {
  test("a place that is not a former one", () => {
    const stay = (stack: ReadableStack) => moveFrom(bucketIn(stack, "exports"), "exports");
    expect(() => synthesize(stay)).toThrow(
      'aws_s3_bucket.exports would move to itself. Give moveFrom its former path, in place of "exports".',
    );
  });

  test("a place that something else has", () => {
    const taken = (stack: ReadableStack) => {
      new S3Bucket(stack, "exports");
      moveFrom(new S3Bucket(stack, "reports"), "exports");
    };
    expect(() => synthesize(taken)).toThrow(
      "aws_s3_bucket.reports would move from aws_s3_bucket.exports, which the stack still has.",
    );
  });

  test("something without resources", () => {
    expect(() => synthesize((stack) => moveFrom(new Construct(stack, "empty"), "full"))).toThrow(
      "test/empty has no resources, so nothing moves from full.",
    );
  });
});
