import type { Diagnostic } from "../../../scripts/terraform/diagnostic";
import { describeValueError } from "../../../scripts/terraform/terraform-value-errors";

/** Terraform's own words, for a value in a file. */
function inFile(code: string, requirement: string): Diagnostic {
  const start = code.indexOf("=") + 2;
  return {
    severity: "error",
    summary: "Invalid value for input variable",
    detail: `The given value is not suitable for var.${code.split(" ")[0]} declared at cdk.tf.json:3427,23-24: ${requirement}.`,
    range: { filename: "terraform.tfvars", start: { line: 41 } },
    snippet: {
      context: null,
      code,
      highlight_start_offset: start,
      highlight_end_offset: start + Buffer.byteLength(code.slice(start).replace(/ #.*/, "")),
    },
  };
}

function outside(source: string): Diagnostic {
  return {
    severity: "error",
    summary: "Invalid value for input variable",
    detail: `Unsuitable value for var.waf_rate_limit set using ${source}: a number is required.`,
    range: { filename: "cdk.tf.json", start: { line: 3427 } },
    snippet: { context: "variable", code: '    "waf_rate_limit": {' },
  };
}

const IN_FILE = "(terraform.tfvars, line 41)";

test.each([
  ["waf_rate_limit = true", "number required", `waf_rate_limit is true ${IN_FILE}, but must be a number.`],
  [
    'waf_rate_limit = "true" # too many',
    "a number is required",
    `waf_rate_limit is "true" ${IN_FILE}, but must be a number.`,
  ],
  ["flag = 3", "bool required", `flag is 3 ${IN_FILE}, but must be true or false.`],
  ['tags = "é"', "map of string required", `tags is "é" ${IN_FILE}, but must be a map of string.`],
  [
    "tags = { a = [\n1] }",
    'element "a": string required',
    `tags is { a = [ 1] } ${IN_FILE}, but its element "a" must be a string.`,
  ],
  ["x = 1", "odd in a new way", `x is 1 ${IN_FILE}, but is not suitable: odd in a new way.`],
  [
    "region = null",
    "required variable may not be set to null",
    `region is null ${IN_FILE}, but has no default that null could stand for. Give it a value.`,
  ],
])("%s: %s", (code, requirement, expected) => {
  expect(describeValueError(inFile(code, requirement))).toBe(expected);
});

test("shortens a long value", () => {
  const said = describeValueError(inFile(`x = "${"long".repeat(100)}"`, "number required"));
  expect(said).toMatch(/^x is "longlong.{60,80}\.\.\. \(/);
});

test("tells a value of the command line, the last of several", () => {
  const variables = ["waf_rate_limit=1", "waf_rate_limit=a=b", "waf_rate=2"];
  expect(describeValueError(outside('-var="waf_rate_limit=..."'), { variables })).toBe(
    "waf_rate_limit is a=b (on the command line), but must be a number.",
  );
});

test("tells a value of the environment", () => {
  const env = { TF_VAR_waf_rate_limit: "many" };
  expect(describeValueError(outside("the TF_VAR_waf_rate_limit environment variable"), { env })).toBe(
    "waf_rate_limit is many (environment variable TF_VAR_waf_rate_limit), but must be a number.",
  );
});

test("does without a value that nobody knows", () => {
  expect(describeValueError(outside("magic"))).toBe("waf_rate_limit has a value, but must be a number.");
});

test("says of a value that is missing where to set it", () => {
  const detail =
    'The root module input variable "region" is not set, and has no default value. Use a -var or -var-file ...';
  expect(describeValueError({ severity: "error", summary: "No value for required variable", detail })).toBe(
    "region is not set, but has no default. Set it in terraform.tfvars.",
  );
});

test("says of a value that is no expression what it was", () => {
  const diagnostic: Diagnostic = {
    severity: "error",
    summary: "Variables not allowed",
    detail: "Variables may not be used here.",
    range: { filename: "<value for var.tags>", start: { line: 1 } },
  };
  expect(describeValueError(diagnostic, { variables: ["tags=none"] })).toMatch(
    /^tags is none \(on the command line\), but must be an expression of Terraform, .* Variables may not be used here\.$/,
  );
});

test("leaves other errors to Terraform", () => {
  expect(describeValueError({ severity: "error", summary: "Unsupported argument" })).toBeUndefined();
});
