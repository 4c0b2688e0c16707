import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { App, LocalBackend, TerraformOutput } from "cdktf";
import { merge } from "../../src/terraform/document";
import { tf } from "../../src/terraform/expression";
import { ReadableStack } from "../../src/terraform/stack";
import { synthesize } from "./synthesize";

it("tells cdktf's command line what it reads of a stack, and nothing in a block", () => {
  const stack = new ReadableStack(new App(), "clinic");
  new LocalBackend(stack, { path: "x" });
  const bucket = new S3Bucket(stack, "bucket");
  new TerraformOutput(stack, "name", { value: bucket.bucket, staticId: true });
  const { "//": notes, resource } = stack.toTerraform();
  expect(notes).toEqual({
    metadata: { version: expect.stringMatching(/^0\.21\./), stackName: "clinic", backend: "local" },
    outputs: { clinic: { name: "name" } },
  });
  expect(resource).toEqual({ aws_s3_bucket: { bucket: {} } });
});

it("has the moves of all elements", () => {
  const { moved } = synthesize((stack) => {
    new S3Bucket(stack, "now").moveFromId("aws_s3_bucket.before");
    new S3Bucket(stack, "here").moveFromId("aws_s3_bucket.there");
  });
  expect(moved).toEqual([
    { from: "aws_s3_bucket.before", to: "aws_s3_bucket.now" },
    { from: "aws_s3_bucket.there", to: "aws_s3_bucket.here" },
  ]);
});

it("is overridden in the end, by expressions, too", () => {
  const { terraform } = synthesize((stack) => {
    stack.addOverride("terraform.required_version", ">= 1.11");
    stack.addOverride("terraform.required_providers.aws.version", tf`var.version`);
  });
  expect(terraform).toMatchObject({
    required_version: ">= 1.11",
    required_providers: { aws: { source: "aws", version: "${var.version}" } },
  });
});

it("merges objects, joins lists and lets the later value stand", () => {
  const target = { kept: 1, list: ["a"], inner: { x: 1, y: { z: 1 } }, other: [1] };
  merge(target, { list: ["b"], inner: { y: { w: 2 } }, other: "text", missing: undefined });
  expect(target).toEqual({ kept: 1, list: ["a", "b"], inner: { x: 1, y: { z: 1, w: 2 } }, other: "text" });
});

it("resolves tokens wherever they stand: as a name, in a text, as a number, in a number's text, as a list, as a map", () => {
  const three = tf`3`;
  const { locals } = synthesize((stack) => {
    stack.addOverride("locals.values", {
      [`name_${tf`var.a`}`]: "plain ${text}",
      text: `a ${tf`var.b`} c`,
      number: three.asNumber,
      numberInText: `port ${three.asNumber}`,
      list: tf`var.list`.asList,
      map: tf`var.map`.asAny,
      items: [1, "two", undefined, { none: undefined, three }],
      power: "1e+5",
    });
  });
  expect(locals).toEqual({
    values: {
      "name_${var.a}": "plain ${text}",
      text: "a ${var.b} c",
      number: "${3}",
      numberInText: "port ${3}",
      list: "${var.list}",
      map: "${var.map}",
      items: [1, "two", { three: "${3}" }],
      power: "1e+5",
    },
  });
});
