import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { TerraformOutput, TerraformVariable } from "cdktf";
import { tf } from "../../src/terraform/expression";
import { Each, Repeat, Toggle } from "../../src/terraform/instance-scope";
import type { ReadableStack } from "../../src/terraform/stack";
import { synthesize } from "./synthesize";

const flag = (stack: ReadableStack) => new TerraformVariable(stack, "flag", { type: "bool" }).value;

describe("a toggle", () => {
  const document = synthesize((stack) => {
    const toggle = new Toggle(stack, "logs", flag(stack));
    const bucket = new S3Bucket(toggle, "bucket");
    new S3BucketPolicy(toggle, "policy", { bucket: bucket.id, policy: "{}", dependsOn: [bucket] });
    new TerraformOutput(stack, "arn", { value: toggle.select(bucket.arn, null) });
  });

  it("counts what is below it", () => {
    expect(document.resource!.aws_s3_bucket!.logs_bucket!.count).toBe("${var.flag ? 1 : 0}");
    expect(document.resource!.aws_s3_bucket_policy!.logs_policy!.count).toBe("${var.flag ? 1 : 0}");
  });

  it("refers to the only instance inside", () => {
    expect(document.resource!.aws_s3_bucket_policy!.logs_policy!.bucket).toBe(
      "${aws_s3_bucket.logs_bucket[0].id}",
    );
  });

  it("depends on the whole resource", () => {
    expect(document.resource!.aws_s3_bucket_policy!.logs_policy!.depends_on).toEqual([
      "aws_s3_bucket.logs_bucket",
    ]);
  });

  it("gives a way to refer to it from outside that holds when it is off", () => {
    expect(document.output!.arn!.value).toBe("${(var.flag ? aws_s3_bucket.logs_bucket[0].arn : null)}");
  });
});

describe("one for each text", () => {
  const document = synthesize((stack) => {
    const ranges = new TerraformVariable(stack, "ranges", { type: "list(string)" });
    const each = new Each(stack, "range", tf`${ranges.listValue}`);
    const bucket = new S3Bucket(each, "bucket", { bucket: each.key.asString });
    new S3BucketPolicy(each, "policy", { bucket: bucket.id, policy: "{}", dependsOn: [bucket] });
    new S3Bucket(new Toggle(each, "extra", flag(stack)), "bucket");
  });

  it("has its text in its address, and reaches the one with the same text", () => {
    expect(document.resource!.aws_s3_bucket!.range_bucket).toEqual({
      for_each: "${toset(var.ranges)}",
      bucket: "${each.key}",
    });
    expect(document.resource!.aws_s3_bucket_policy!.range_policy).toMatchObject({
      bucket: "${aws_s3_bucket.range_bucket[each.key].id}",
      depends_on: ["aws_s3_bucket.range_bucket"],
    });
  });

  it("can hold a toggle", () => {
    expect(document.resource!.aws_s3_bucket!.range_extra_bucket!.for_each).toBe(
      "${toset(var.flag ? var.ranges : [])}",
    );
  });
});

describe("a repetition", () => {
  const document = synthesize((stack) => {
    const zones = new Repeat(stack, "zone", 3);
    const bucket = new S3Bucket(zones, "bucket", { bucket: `b-${zones.index}` });
    new S3BucketPolicy(zones, "policy", { bucket: bucket.id, policy: "{}" });
    new TerraformOutput(stack, "all", { value: zones.all(bucket.arn) });
    new TerraformOutput(stack, "first", { value: zones.at(bucket.arn, 0) });
    const toggle = new Toggle(zones, "extra", flag(stack));
    new S3Bucket(toggle, "bucket");
  });

  it("numbers the instances and refers to the one of the same number", () => {
    expect(document.resource!.aws_s3_bucket!.zone_bucket).toMatchObject({
      count: 3,
      bucket: "b-${count.index}",
    });
    expect(document.resource!.aws_s3_bucket_policy!.zone_policy!.bucket).toBe(
      "${aws_s3_bucket.zone_bucket[count.index].id}",
    );
  });

  it("gives one or all of them to the outside", () => {
    expect(document.output!.all!.value).toBe("${aws_s3_bucket.zone_bucket[*].arn}");
    expect(document.output!.first!.value).toBe("${aws_s3_bucket.zone_bucket[0].arn}");
  });

  it("can hold a toggle", () => {
    expect(document.resource!.aws_s3_bucket!.zone_extra_bucket!.count).toBe("${var.flag ? 3 : 0}");
  });
});
