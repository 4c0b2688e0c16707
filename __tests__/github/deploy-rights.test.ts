import { readFileSync } from "node:fs";
import path from "node:path";
import { DATA_ACTIONS } from "../../src/aws/data-actions";
import { arnAt } from "../../src/aws/place";
import { AWS_TYPES } from "../../src/aws/types";
import { COPY_TYPES } from "../../src/github/copy-rights";
import { deployRights, keyRights } from "../../src/github/deploy-rights";
import { FINAL_ACTIONS } from "../../src/github/final-actions";
import { identityRights } from "../../src/github/identity-rights";
import { refreshReads } from "../../src/github/plan-statements";
import { TAGGED_ACTIONS, TAGGING_BY_CREATION, TAGGING_BY_ID, tagGuards } from "../../src/github/tag-guards";
import { Permissions, type RequestContext } from "../support/iam-evaluation";
import { knowsTagsOf } from "../support/service-reference";
import { documentOf, placeOf } from "./boundary-support";

const BOUNDARY = "arn:aws:iam::123456789012:policy/github/openemr-production-boundary-us-east-1";
const place = placeOf("production", "eu-west-1");
const { data, named, unnamed } = deployRights(place);
const deploy = new Permissions([
  documentOf([
    ...data,
    ...named,
    ...unnamed,
    ...identityRights(place, BOUNDARY),
    ...keyRights(place, { Application: "openemr", Environment: "production" }),
    ...tagGuards("openemr", place),
    { sid: "Final", effect: "Deny", actions: [...FINAL_ACTIONS, ...DATA_ACTIONS], resources: ["*"] },
  ]),
]);
const OWN: RequestContext = {
  "aws:RequestedRegion": "eu-west-1",
  "aws:ResourceTag/Application": "openemr",
  "aws:ResourceTag/Environment": "production",
  "iam:PermissionsBoundary": BOUNDARY,
  "kms:ViaService": "rds.eu-west-1.amazonaws.com",
  "kms:GrantIsForAWSResource": "true",
};
const FOREIGN: RequestContext = { "aws:RequestedRegion": "eu-west-1" };

/** Allowed in a way of its own, which the tests of the roles' stack have. */
const ELSEWHERE = /^(lambda:\w+EventSourceMapping|route53:ChangeResourceRecordSets|iam:PassRole)$/;
const deployed = Object.entries(AWS_TYPES).filter(([, { administered }]) => !administered);

test("a deploy may do all that the provider does to a type, and that AWS asks of it, but what is final", () => {
  const refused = deployed.flatMap(([type, row]) => {
    const arns = [row.arn ?? "*"].flat().map((form) => arnAt(form, place).replaceAll("*", "x"));
    const asked = (row.asks ?? []).flatMap(({ actions, arn }) =>
      actions.map((action) => ({ action, on: [arn ? arnAt(arn, place).replaceAll("*", "x") : "*"] })),
    );
    const written = (Object.values(row.writes).flat() as string[]).map((action) => ({
      action,
      on: [...arns, "*"],
    }));
    return [...written, ...asked]
      .filter(({ action }) => !FINAL_ACTIONS.includes(action) && !ELSEWHERE.test(action))
      .filter(({ action, on }) => {
        const resources = action.startsWith("kms:")
          ? [...on, "arn:aws:kms:eu-west-1:123456789012:key/1"]
          : on;
        return !resources.some((resource) => deploy.allows(action, resource, OWN));
      })
      .map(({ action }) => `${type}: ${action}`);
  });
  expect(refused).toEqual([]);
});

test("the rights in the region of the copies are for the types that are made there", () => {
  const file = readFileSync(path.join(__dirname, "../stacks/addresses.txt"), "utf8");
  const ofCopies = [...file.matchAll(/^(aws_\w+)\.backup_copies_/gm)].map(([, type]) => type);
  expect([...new Set(ofCopies)].sort()).toEqual(COPY_TYPES);
});

test("a deploy may do nothing that no row of a type is about", () => {
  const known = new Set([
    ...refreshReads(),
    ...Object.values(AWS_TYPES).flatMap(({ writes, asks = [] }) => [
      ...(Object.values(writes).flat() as string[]),
      ...asks.flatMap(({ actions }) => actions),
    ]),
    "iam:CreateServiceLinkedRole",
  ]);
  const allowed = [
    ...data,
    ...named,
    ...unnamed,
    ...identityRights(place, BOUNDARY),
    ...keyRights(place, {}),
  ];
  const actions = allowed.flatMap((statement) => statement.actions ?? []);
  expect(actions.length).toBeGreaterThan(200);
  expect(actions.filter((action) => !known.has(action) || action.includes("*"))).toEqual([]);
});

/** Actions on parts of an accelerator, which have no tags of their own. */
const TAGLESS = /^globalaccelerator:(Delete|Update)(EndpointGroup|Listener)$/;

/** Changes and deletions of what has a name that AWS makes up, where AWS knows its tags. */
async function guardable(): Promise<string[]> {
  const found: string[] = [];
  for (const [, row] of deployed) {
    const arns = [row.arn ?? []].flat();
    const isNamed = arns.length === 0 || arns.some((arn) => /\{prefix_?\}|hostedzone|event-source/.test(arn));
    const { create = [], update = [], delete: remove = [] } = row.writes;
    if (isNamed) continue;
    for (const action of new Set([...update, ...remove])) {
      const [service, name] = action.split(":") as [string, string];
      // It has no tags yet where it is being made.
      if (create.includes(action) || TAGLESS.test(action)) continue;
      const isOfIt = arns.some((arn) => arn.split(":")[2] === service);
      if (
        isOfIt &&
        !FINAL_ACTIONS.includes(action) &&
        !isTagging(action) &&
        (await knowsTagsOf(service, name))
      )
        found.push(action);
    }
  }
  return [...new Set(found)].sort();
}

function isTagging(action: string): boolean {
  return [...TAGGING_BY_ID, ...Object.values(TAGGING_BY_CREATION).flat()].includes(action);
}

test("what only tags protect is denied where they are missing", async () => {
  const expected = await guardable();
  expect(expected.length).toBeGreaterThan(15);
  // Add what is missing to src/github/tag-guards.ts.
  expect(expected.filter((action) => !TAGGED_ACTIONS.includes(action))).toEqual([]);
});

test.each([
  ["kms", "key/12345678-1234-1234-1234-123456789012", "kms:TagResource", "kms:PutKeyPolicy"],
  ["kms", "key/mrk-12345678901234567890123456789012", "kms:TagResource", "kms:PutKeyPolicy"],
  [
    "acm",
    "certificate/12345678-1234-1234-1234-123456789012",
    "acm:AddTagsToCertificate",
    "acm:DeleteCertificate",
  ],
  [
    "backup",
    "backup-plan:12345678-1234-1234-1234-123456789012",
    "backup:TagResource",
    "backup:DeleteBackupPlan",
  ],
  [
    "elasticfilesystem",
    "file-system/fs-1",
    "elasticfilesystem:TagResource",
    "elasticfilesystem:PutFileSystemPolicy",
  ],
  [
    "emr-serverless",
    "/applications/00f1abcdefghijkl",
    "emr-serverless:TagResource",
    "emr-serverless:DeleteApplication",
  ],
  ["sagemaker", "domain/d-abcdefghijkl", "sagemaker:AddTags", "sagemaker:DeleteDomain"],
])("%s: a foreign %s cannot be tagged to be changed then", (service, resource, tagging, changing) => {
  const arn = `arn:aws:${service}:eu-west-1:123456789012:${resource}`;
  expect(deploy.allows(changing, arn, FOREIGN)).toBe(false);
  expect(deploy.allows(tagging, arn, FOREIGN)).toBe(false);
  expect(deploy.allows(tagging, arn, OWN)).toBe(true);
  expect(deploy.allows(changing, arn, OWN)).toBe(true);
});

test("what is made gets its tags meanwhile", () => {
  expect(deploy.allows("kms:TagResource", "*", FOREIGN)).toBe(true);
  const fileSystem = "arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-1";
  const making = { ...FOREIGN, "elasticfilesystem:CreateAction": "CreateFileSystem" };
  expect(deploy.allows("elasticfilesystem:TagResource", fileSystem, making)).toBe(true);
  const domain = "arn:aws:sagemaker:eu-west-1:123456789012:domain/d-1";
  expect(
    deploy.allows("sagemaker:AddTags", domain, { ...FOREIGN, "sagemaker:TaggingAction": "CreateDomain" }),
  ).toBe(true);
});

test.each([
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:PutKeyPolicy",
  "kms:RetireGrant",
  "kms:RevokeGrant",
  "kms:ScheduleKeyDeletion",
  "kms:UpdateKeyDescription",
])("%s is out of reach on a foreign key", (action) => {
  const foreign = {
    ...FOREIGN,
    "kms:ViaService": "rds.eu-west-1.amazonaws.com",
    "kms:GrantIsForAWSResource": "true",
  };
  expect(deploy.allows(action, "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234", foreign)).toBe(false);
});

test("keys are used by services only, and certificates stay where they are", () => {
  const key = "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234";
  const { "kms:ViaService": _, ...directly } = OWN;
  expect(deploy.allows("kms:Decrypt", key, OWN)).toBe(true);
  expect(deploy.allows("kms:Decrypt", key, directly)).toBe(false);
  const certificate = "arn:aws:acm:eu-west-1:123456789012:certificate/1";
  expect(deploy.allows("acm:ExportCertificate", certificate, OWN)).toBe(false);
});
