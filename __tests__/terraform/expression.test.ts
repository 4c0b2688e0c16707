import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformVariable } from "cdktf";
import { asNumber, asString, isGiven, rawExpression, tf } from "../../src/terraform/expression";
import type { ReadableStack } from "../../src/terraform/stack";
import { rendered } from "./synthesize";

const variable = (stack: ReadableStack) => new TerraformVariable(stack, "given", { type: "any" });

describe("a Terraform expression", () => {
  it.each([
    ["text", tf`upper(${"text"})`, '${upper("text")}'],
    ["a quote in a text", tf`f(${'a "b"'})`, '${f("a \\"b\\"")}'],
    ["an interpolation in a text, which stays text", tf`f(${"a ${b} %{c}"})`, '${f("a $${b} %%{c}")}'],
    [
      "false, zero and null, which cdktf's operators drop",
      tf`f(${false}, ${0}, ${null})`,
      "${f(false, 0, null)}",
    ],
    ["a list", tf`f(${[1, "two", true]})`, '${f([1, "two", true])}'],
    ["an object, without what is undefined", tf`f(${{ a: 1, b: undefined }})`, '${f({"a" = 1})}'],
    ["another expression, without braces", tf`f(${tf`g(${1})`})`, "${f(g(1))}"],
    [
      "a shell script, line for line",
      tf`f(${'echo "${A:-b}"\n\techo \\n'})`,
      '${f("echo \\"$${A:-b}\\"\\n\\techo \\\\n")}',
    ],
  ])("holds %s", (_, expression, expected) => {
    expect(rendered(() => expression.toString())).toBe(expected);
  });

  it("refers to variables and attributes", () => {
    expect(rendered((stack) => tf`${variable(stack).value} + 1`)).toBe("${var.given + 1}");
    const bucket = (stack: ReadableStack) => new S3Bucket(stack, "bucket");
    expect(rendered((stack) => tf`f(${bucket(stack).arn})`)).toBe("${f(aws_s3_bucket.bucket.arn)}");
  });

  it("makes a template of a text with references in it", () => {
    expect(rendered((stack) => tf`f(${`a "${variable(stack).stringValue}" \${b}`})`)).toBe(
      '${f("a \\"${var.given}\\" $${b}")}',
    );
  });

  it("is interpolated where it stands in a text", () => {
    expect(rendered((stack) => `a-${tf`upper(${variable(stack).value})`}`)).toBe("a-${upper(var.given)}");
  });

  it("stands for numbers and lists", () => {
    expect(rendered(() => tf`${1} + 1`.asNumber)).toBe("${1 + 1}");
    expect(rendered(() => tf`range(${3})`.asList)).toBe("${range(3)}");
  });
});

describe("a value", () => {
  it.each([
    ["a text that is known", () => asString("text"), "text"],
    ["a number where a text is wanted", () => asString(30), "30"],
    ["a number that is known", () => asNumber(30), 30],
    ["nothing", () => asString(null), null],
    [
      "a text that Terraform knows",
      (stack: ReadableStack) => asString(tf`${variable(stack).value}`),
      "${var.given}",
    ],
    [
      "a number that Terraform knows",
      (stack: ReadableStack) => asNumber(tf`${variable(stack).value}`),
      "${var.given}",
    ],
  ])("is handed to an argument as it is: %s", (_, value, expected) => {
    expect(rendered((stack) => value(stack) ?? null) ?? null).toBe(expected);
  });

  it("is given where it is not null, as Terraform sees it", () => {
    expect(rendered((stack) => isGiven(tf`${variable(stack).value}`))).toBe("${var.given != null}");
    expect(rendered(() => isGiven("text"))).toBe('${"text" != null}');
  });
});

it("refuses a token in a raw expression, which would stay one in the stack's JSON", () => {
  const length = tf`length(${["a"]})`;
  expect(() => rawExpression(`f(${length})`)).toThrow(
    /^A raw expression has a token in it: .* Write it with tf\.$/,
  );
});
