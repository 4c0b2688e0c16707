import { widenings } from "../../../../scripts/rules/permissions/policy/compare";
import { patternCovers } from "../../../../scripts/rules/permissions/policy/covers";
import { parsePolicy } from "../../../../scripts/rules/permissions/policy/statement";
import { rangeCovers } from "../../../../scripts/system/ip-range";

type Raw = Record<string, unknown>;

const BASE: Raw = {
  Sid: "Read",
  Effect: "Allow",
  Action: ["s3:GetObject"],
  Resource: ["arn:aws:s3:::a/*"],
  Condition: { StringEquals: { "aws:SourceAccount": "1" } },
};

const policy = (...statements: Raw[]) =>
  parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }))!;

function compare(before: Raw[], after: Raw[]) {
  return widenings(policy(...before), policy(...after)).map(({ kind, names }) => [kind, ...names]);
}

const DENY: Raw = { Sid: "Tls", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" };

describe("a policy", () => {
  test.each([
    ["the same", [BASE], [BASE]],
    ["a single text for a list", [BASE], [{ ...BASE, Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" }]],
    ["actions in another case", [BASE], [{ ...BASE, Action: "S3:getobject" }]],
    ["fewer actions", [{ ...BASE, Action: ["s3:GetObject", "s3:PutObject"] }], [BASE]],
    ["an action that a wildcard had", [{ ...BASE, Action: "s3:Get*" }], [BASE]],
    ["a narrower resource", [BASE], [{ ...BASE, Resource: "arn:aws:s3:::a/b/*" }]],
    ["one more condition", [{ ...BASE, Condition: {} }], [BASE]],
    ["another name", [BASE], [{ ...BASE, Sid: "Other" }]],
    [
      "one statement split in two",
      [{ ...BASE, Action: ["s3:A", "s3:B"] }],
      [
        { ...BASE, Action: "s3:A" },
        { ...BASE, Sid: "B", Action: "s3:B" },
      ],
    ],
    ["a new denial", [BASE], [BASE, DENY]],
    [
      "a narrower range",
      [{ ...BASE, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }],
      [{ ...BASE, Condition: { IpAddress: { "aws:SourceIp": "10.1.0.0/16" } } }],
    ],
    [
      "more exceptions",
      [{ ...BASE, Condition: { StringNotEquals: { a: ["x"] } } }],
      [{ ...BASE, Condition: { StringNotEquals: { a: ["x", "y"] } } }],
    ],
    [
      "exceptions from everything",
      [{ Effect: "Allow", Action: "*", Resource: "*" }],
      [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }],
    ],
  ])("with %s allows no more", (_, before, after) => {
    expect(compare(before, after)).toEqual([]);
  });

  test.each([
    [
      "an action more",
      [BASE],
      [{ ...BASE, Action: ["s3:GetObject", "s3:PutObject"] }],
      [["actions", "s3:PutObject"]],
    ],
    ["a wildcard", [BASE], [{ ...BASE, Action: "s3:*" }], [["actions", "s3:*"]]],
    ["a wider resource", [BASE], [{ ...BASE, Resource: "*" }], [["resources", "*"]]],
    [
      "a lost condition",
      [BASE],
      [{ ...BASE, Condition: {} }],
      [["conditions", "StringEquals aws:sourceaccount 1"]],
    ],
    [
      "a wider condition",
      [BASE],
      [{ ...BASE, Condition: { StringEquals: { "aws:SourceAccount": ["1", "2"] } } }],
      [["conditions", "StringEquals aws:sourceaccount 1"]],
    ],
    [
      "fewer exceptions",
      [{ ...BASE, Condition: { StringNotEquals: { a: ["x", "y"] } } }],
      [{ ...BASE, Condition: { StringNotEquals: { a: ["x"] } } }],
      [["conditions", "StringNotEquals a x, y"]],
    ],
    [
      "a wider range",
      [{ ...BASE, Condition: { IpAddress: { "aws:SourceIp": "10.1.0.0/16" } } }],
      [{ ...BASE, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }],
      [["conditions", "IpAddress aws:sourceip 10.1.0.0/16"]],
    ],
    [
      "another principal",
      [{ ...BASE, Principal: { AWS: "arn:1" } }],
      [{ ...BASE, Principal: { AWS: ["arn:1", "arn:2"] } }],
      [["principals", "AWS:arn:2"]],
    ],
    [
      "everyone",
      [{ ...BASE, Principal: { AWS: "arn:1" } }],
      [{ ...BASE, Principal: { AWS: "*" } }],
      [["principals", "*"]],
    ],
    [
      "a statement more",
      [BASE],
      [BASE, { Sid: "Tag", Effect: "Allow", Action: "ec2:CreateTags", Resource: "*" }],
      [["statement", "ec2:CreateTags"]],
    ],
    ["a denial that goes", [BASE, DENY], [BASE], [["denial", "s3:*"]]],
    ["a denial that becomes narrower", [DENY], [{ ...DENY, Action: "s3:PutObject" }], [["denial", "s3:*"]]],
    [
      "a denial under a condition",
      [DENY],
      [{ ...DENY, Condition: { Bool: { "aws:SecureTransport": "false" } } }],
      [["denial", "s3:*"]],
    ],
    [
      "all but some actions",
      [BASE],
      [{ ...BASE, Action: undefined, NotAction: "iam:*" }],
      [["actions", "everything but iam:*"]],
    ],
    [
      "what was there, newly combined",
      [
        { Effect: "Allow", Action: "s3:A", Resource: "arn:x" },
        { Effect: "Allow", Action: "s3:B", Resource: "arn:y" },
      ],
      [{ Effect: "Allow", Action: ["s3:A", "s3:B"], Resource: ["arn:x", "arn:y"] }],
      [
        ["actions", "s3:B"],
        ["resources", "arn:y"],
      ],
    ],
  ])("with %s allows more", (_, before, after, expected) => {
    expect(compare(before, after)).toEqual(expected);
  });

  test("is told from any other JSON", () => {
    expect(parsePolicy('{"a": 1}')).toBeUndefined();
    expect(parsePolicy("no json")).toBeUndefined();
    expect(parsePolicy('{"Statement": {"Effect": "Allow", "Action": "a"}}')).toHaveLength(1);
  });
});

test.each([
  ["*", "a", true],
  ["s3:Get*", "s3:GetObject", true],
  ["s3:Get*", "s3:Get*", true],
  ["s3:GetObject", "s3:Get*", false],
  ["arn:?", "arn:a", true],
  ["arn:?", "arn:*", false],
  ["a.b", "aXb", false],
  ["a*b*c", "aXbXbc", true],
  ["a*b*c", "aXcXb", false],
  ["*", "", true],
  ["a", "", false],
  ["a?", "a", false],
  ["a**", "a", true],
  [`${"a*".repeat(40)}b`, "a".repeat(5000), false],
])("the pattern %s covers %s: %s", (wide, narrow, expected) => {
  expect(patternCovers(wide, narrow)).toBe(expected);
});

test.each([
  ["0.0.0.0/0", "203.0.113.0/24", true],
  ["203.0.113.0/24", "203.0.113.128/25", true],
  ["203.0.113.0/24", "203.0.112.0/23", false],
  ["203.0.113.0/24", "203.0.114.0/24", false],
  ["::/0", "2001:db8::/32", true],
  ["0.0.0.0/0", "2001:db8::/32", false],
  ["10.0.0.0/33", "10.0.0.0/8", false],
  ["pl-1", "pl-1", true],
  ["pl-1", "10.0.0.0/8", false],
])("the range %s covers %s: %s", (wide, narrow, expected) => {
  expect(rangeCovers(wide, narrow)).toBe(expected);
});
