import type { BadValue } from "../../../support/value-examples";

export const BAD_VALUES: readonly BadValue[] = [
  ["name", "open-emr", "lower-case letters and digits, beginning with a letter"],
  ["name", "internal", "another name than sg and internal"],
  ["name", "awsclinic", "a name that does not begin with aws or ssm"],
  ["name", "ssmith", "a name that does not begin with aws or ssm"],
  ["name", "a".repeat(33), "at most 32 characters long"],
  ["region", "us-gov-west-1", "a region of the commercial partition"],
  ...["us-east", "us-east-9", "xx-east-1"].map(
    (region): BadValue => ["region", region, "the code of an AWS region"],
  ),
  ["region", "eu-isoe-west-1", "a region of the commercial partition"],
  ["tags", Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`k${10 + i}`, "v"])), "at most 40 tags"],
  ["tags", { Owner: "Dr. O'Neil" }, "a map whose keys have letters"],
  ["tags", { "cost center": "12" }, "a map whose keys have letters"],
  ["tags", { Owner: "" }, "a map whose keys have letters"],
  ["tags", { "AWS:x": "y" }, "free of keys that begin with aws:"],
  ["tags", { A: "1", a: "2" }, "free of keys that differ only in upper and lower case"],
  ["tags", { environment: "y" }, "free of Application, Environment, ManagedBy"],
  ["permissions_boundary_arn", "arn:aws:iam::123456789012:role/x", "the ARN of a policy of IAM"],
];
