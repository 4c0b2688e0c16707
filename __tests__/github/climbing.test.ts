import { Permissions, type RequestContext } from "../support/iam-evaluation";
import { ACCOUNT, boundaryOf } from "./boundary-support";
import { denyDocuments, deployDocuments } from "./deploy-support";

// A deploy of production tries to get further than its role: whoever reaches its job writes Terraform code, and that code
// makes roles, functions and policies. Each step is what such a person would try next, with the reason why it fails.

const REGION = "eu-west-1";
const IN_REGION = { "aws:RequestedRegion": REGION };
const BOUNDARY = iam("policy/github/openemr-production-boundary-us-east-1");
const BOUNDED = { "iam:PermissionsBoundary": BOUNDARY };
const OWN_TAGS = {
  ...IN_REGION,
  "aws:ResourceTag/Application": "openemr",
  "aws:ResourceTag/Environment": "production",
};
const EVERYTHING = JSON.stringify({ Statement: [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }] });

const deploy = new Permissions(deployDocuments("production", REGION, BOUNDARY));
/** The deploy role, should somebody attach AdministratorAccess to it. */
const widened = new Permissions([...denyDocuments("production", REGION), EVERYTHING]);
const boundary = boundaryOf("production", REGION);

/** A role of the installation with AdministratorAccess, as the deploy may make one. */
const CLIMBER = iam("role/openemr-production-climber-eu-west-1");
const asClimber = (action: string, resource: string, context: RequestContext) =>
  boundary.allows(action, resource, context);

function iam(resource: string): string {
  return `arn:aws:iam::${ACCOUNT}:${resource}`;
}

function arn(service: string, resource: string, region = REGION): string {
  return `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
}

type Attempt = readonly [action: string, resource: string, context: RequestContext, reason: string];

function expectRefused(role: Permissions, attempts: readonly Attempt[]): void {
  const answers = attempts.map(([action, resource, context]) => [
    action,
    resource,
    role.refusal(action, resource, context),
  ]);
  expect(answers).toEqual(attempts.map(([action, resource, , reason]) => [action, resource, reason]));
}

const NOTHING = "nothing allows it";
const ITSELF = "denied by NotItself";

test("step 1: it makes a role that may do everything: not without the boundary of its own environment", () => {
  expectRefused(deploy, [
    ["iam:CreateRole", CLIMBER, {}, NOTHING],
    ["iam:CreateRole", CLIMBER, { "iam:PermissionsBoundary": iam("policy/mine") }, NOTHING],
    [
      "iam:CreateRole",
      CLIMBER,
      { "iam:PermissionsBoundary": iam("policy/github/openemr-development-boundary-us-east-1") },
      NOTHING,
    ],
    ["iam:AttachRolePolicy", CLIMBER, {}, NOTHING],
    ["iam:PutRolePolicy", CLIMBER, {}, NOTHING],
    ["iam:CreateRole", iam("role/climber"), BOUNDED, NOTHING],
    ["iam:CreateUser", iam("user/openemr-production-climber"), {}, NOTHING],
    ["iam:CreateInstanceProfile", iam("instance-profile/openemr-production-x"), {}, NOTHING],
    ["iam:CreateGroup", iam("group/openemr-production-x"), {}, NOTHING],
  ]);
  // With the boundary it may: the next steps are about what that role is worth.
  expect(deploy.allows("iam:CreateRole", CLIMBER, BOUNDED)).toBe(true);
  expect(deploy.allows("iam:AttachRolePolicy", CLIMBER, BOUNDED)).toBe(true);
});

test("step 2: it takes the boundary off that role, or writes another policy into the boundary", () => {
  expectRefused(deploy, [
    ["iam:DeleteRolePermissionsBoundary", CLIMBER, BOUNDED, NOTHING],
    ["iam:DeleteUserPermissionsBoundary", iam("user/openemr-production-smtp"), BOUNDED, NOTHING],
    ["iam:PutRolePermissionsBoundary", CLIMBER, { "iam:PermissionsBoundary": iam("policy/mine") }, NOTHING],
    ["iam:CreatePolicyVersion", BOUNDARY, {}, ITSELF],
    ["iam:SetDefaultPolicyVersion", BOUNDARY, {}, ITSELF],
    ["iam:DeletePolicyVersion", BOUNDARY, {}, ITSELF],
    ["iam:DeletePolicy", BOUNDARY, {}, ITSELF],
    ["iam:CreatePolicy", iam("policy/openemr-production-x"), {}, NOTHING],
  ]);
  const edits = ["CreatePolicyVersion", "SetDefaultPolicyVersion", "DeletePolicyVersion", "DeletePolicy"];
  expect(edits.filter((edit) => widened.allows(`iam:${edit}`, BOUNDARY))).toEqual([]);
});

test("step 3: it passes a role of somebody else to a function of its own, or becomes that role", () => {
  const toLambda = { "iam:PassedToService": "lambda.amazonaws.com" };
  expect(deploy.allows("iam:PassRole", CLIMBER, toLambda)).toBe(true);
  expectRefused(deploy, [
    ["iam:PassRole", iam("role/admin"), toLambda, NOTHING],
    ["iam:PassRole", iam("role/openemr-development-task-eu-west-1"), toLambda, NOTHING],
    ["iam:PassRole", iam("role/operators/openemr-production-operator-eu-west-1"), toLambda, NOTHING],
    ["iam:PassRole", iam("role/github/openemr-production-github-deploy-us-east-1"), toLambda, ITSELF],
    ["iam:PassRole", CLIMBER, { "iam:PassedToService": "ec2.amazonaws.com" }, NOTHING],
    ["iam:PassRole", CLIMBER, { "iam:PassedToService": "cloudformation.amazonaws.com" }, NOTHING],
    ["sts:AssumeRole", iam("role/admin"), IN_REGION, NOTHING],
    ["lambda:UpdateFunctionCode", arn("lambda", "function:billing"), IN_REGION, NOTHING],
    ["lambda:InvokeFunction", arn("lambda", "function:billing"), IN_REGION, NOTHING],
    ["lambda:AddPermission", arn("lambda", "function:billing"), IN_REGION, NOTHING],
  ]);
});

test("step 4: it has itself trusted: by the roles of jobs and of operators, by keys, by identity providers", () => {
  const plan = iam("role/github/openemr-github-plan-us-east-1");
  const itself = iam("role/github/openemr-production-github-deploy-us-east-1");
  const operator = iam("role/operators/openemr-production-operator-eu-west-1");
  expectRefused(deploy, [
    ["iam:UpdateAssumeRolePolicy", plan, {}, ITSELF],
    ["iam:UpdateAssumeRolePolicy", itself, {}, ITSELF],
    ["iam:PutRolePolicy", itself, BOUNDED, ITSELF],
    ["iam:AttachRolePolicy", itself, BOUNDED, ITSELF],
    ["iam:DetachRolePolicy", itself, BOUNDED, ITSELF],
    ["iam:DeleteRolePolicy", itself, BOUNDED, ITSELF],
    ["iam:UpdateAssumeRolePolicy", operator, {}, NOTHING],
    ["iam:AttachRolePolicy", operator, BOUNDED, NOTHING],
    ["iam:PutRolePolicy", operator, BOUNDED, NOTHING],
    ["iam:CreateOpenIDConnectProvider", iam("oidc-provider/x"), {}, ITSELF],
    ["iam:UpdateOpenIDConnectProviderThumbprint", iam("oidc-provider/x"), {}, ITSELF],
    ["iam:CreateSAMLProvider", iam("saml-provider/x"), {}, NOTHING],
    ["iam:CreateAccessKey", iam("user/admin"), {}, NOTHING],
    ["iam:CreateAccessKey", iam("user/openemr-production-smtp"), BOUNDED, NOTHING],
    ["iam:CreateLoginProfile", iam("user/openemr-production-smtp"), BOUNDED, NOTHING],
    ["iam:AddUserToGroup", iam("group/admins"), {}, NOTHING],
    [
      "iam:CreateServiceLinkedRole",
      iam("role/aws-service-role/x"),
      { "iam:AWSServiceName": "config.amazonaws.com" },
      NOTHING,
    ],
  ]);
});

test("step 5: it gives foreign things the tags of its own, and changes them then", () => {
  const key = arn("kms", "key/12345678-1234-1234-1234-123456789012");
  const usedByRds = { "kms:ViaService": `rds.${REGION}.amazonaws.com`, "kms:GrantIsForAWSResource": "true" };
  const ofOther = { ...OWN_TAGS, "aws:ResourceTag/Environment": "development" };
  expectRefused(deploy, [
    ["kms:TagResource", key, IN_REGION, "denied by NoTagsOfForeign"],
    ["kms:UntagResource", key, IN_REGION, "denied by NoTagsOfForeign"],
    ["kms:PutKeyPolicy", key, IN_REGION, "denied by NothingForeign"],
    ["kms:CreateGrant", key, { ...IN_REGION, ...usedByRds }, NOTHING],
    ["kms:Decrypt", key, { ...IN_REGION, ...usedByRds }, NOTHING],
    // An alias of the installation's name would let a foreign key pass for its own.
    ["kms:CreateAlias", key, IN_REGION, "denied by NoTagsOfForeign"],
    ["kms:UpdateAlias", key, IN_REGION, "denied by NoTagsOfForeign"],
    ["ec2:DeleteVpc", arn("ec2", "vpc/vpc-1"), IN_REGION, "denied by NothingForeign"],
    ["ec2:DeleteNatGateway", arn("ec2", "natgateway/nat-1"), IN_REGION, "denied by NothingForeign"],
    ["ec2:CreateTags", arn("ec2", "vpc/vpc-1"), IN_REGION, "denied by NoTagsOfForeignNetworks"],
    ["ec2:DeleteTags", arn("ec2", "natgateway/nat-1"), IN_REGION, "denied by NoTagsOfForeignNetworks"],
    ["kms:TagResource", key, ofOther, "denied by NoOtherEnvironment"],
    ["kms:PutKeyPolicy", key, ofOther, "denied by NoOtherEnvironment"],
    ["kms:Decrypt", key, OWN_TAGS, NOTHING],
    [
      "elasticfilesystem:TagResource",
      arn("elasticfilesystem", "file-system/fs-1"),
      IN_REGION,
      "denied by NoTagsOfForeign2",
    ],
    [
      "elasticfilesystem:PutFileSystemPolicy",
      arn("elasticfilesystem", "file-system/fs-1"),
      IN_REGION,
      "denied by NothingForeign",
    ],
    ["acm:ExportCertificate", arn("acm", "certificate/12345678-1"), IN_REGION, "denied by NoData"],
    ["acm:DeleteCertificate", arn("acm", "certificate/12345678-1"), IN_REGION, "denied by NothingForeign"],
    ["secretsmanager:GetSecretValue", arn("secretsmanager", "secret:billing"), IN_REGION, NOTHING],
  ]);
  // It gives tags to what it makes, and to the security group that a new VPC brings.
  const made = { ...IN_REGION, "ec2:CreateAction": "CreateVpc" };
  expect(deploy.allows("ec2:CreateTags", arn("ec2", "vpc/vpc-1"), made)).toBe(true);
  expect(deploy.allows("ec2:CreateTags", arn("ec2", "security-group/sg-1"), IN_REGION)).toBe(true);
  expect(deploy.allows("ec2:DeleteVpc", arn("ec2", "vpc/vpc-1"), OWN_TAGS)).toBe(true);
});

test("step 6: it runs the role of step 1 in a function: that destroys nothing, records on, and makes no wider role", () => {
  const attempts: Array<[action: string, resource: string]> = [
    ["rds:DeleteDBCluster", arn("rds", "cluster:openemr-production-database")],
    ["rds:ModifyDBClusterSnapshotAttribute", arn("rds", "cluster-snapshot:openemr-production-x")],
    ["backup:DeleteRecoveryPoint", arn("backup", "recovery-point:1")],
    ["backup:DeleteBackupVaultLockConfiguration", arn("backup", "backup-vault:openemr-production-backup")],
    ["elasticfilesystem:DeleteFileSystem", arn("elasticfilesystem", "file-system/fs-1")],
    ["kms:ScheduleKeyDeletion", arn("kms", "key/1")],
    ["kms:DisableKey", arn("kms", "key/1")],
    ["kms:PutKeyPolicy", arn("kms", "key/1")],
    ["cloudtrail:StopLogging", arn("cloudtrail", "trail/openemr-production-audit")],
    ["s3:GetObject", `arn:aws:s3:::openemr-production-audit-${ACCOUNT}/AWSLogs/x`],
    ["s3:DeleteObjectVersion", "arn:aws:s3:::openemr-production-mail/x"],
    ["s3:PutBucketPolicy", "arn:aws:s3:::openemr-production-mail"],
    ["secretsmanager:DeleteSecret", arn("secretsmanager", "secret:openemr-production-database")],
    ["iam:CreateRole", iam("role/openemr-production-next")],
    ["iam:PutRolePolicy", CLIMBER],
    ["iam:UpdateAssumeRolePolicy", CLIMBER],
    ["iam:PassRole", iam("role/github/openemr-production-github-deploy-us-east-1")],
    ["iam:PassRole", iam("role/operators/openemr-production-operator-eu-west-1")],
    ["sts:AssumeRole", iam("role/admin")],
    ["ec2:RunInstances", arn("ec2", "instance/*")],
    ["lambda:UpdateFunctionCode", arn("lambda", "function:openemr-production-smtp")],
  ];
  const context = { ...OWN_TAGS, ...BOUNDED, "iam:PassedToService": "lambda.amazonaws.com" };
  expect(attempts.filter(([action, resource]) => asClimber(action, resource, context))).toEqual([]);
});

test("step 7: that function looks at another environment, another application, another region, the states", () => {
  const secret = (name: string, region?: string) => arn("secretsmanager", `secret:${name}`, region);
  const there = { "aws:RequestedRegion": "us-east-1" };
  const attempts: Array<[action: string, resource: string, context: RequestContext]> = [
    ["secretsmanager:GetSecretValue", secret("openemr-development-database"), IN_REGION],
    ["secretsmanager:GetSecretValue", secret("billing"), IN_REGION],
    ["secretsmanager:GetSecretValue", secret("openemr-production-x", "us-east-1"), there],
    ["s3:GetObject", "arn:aws:s3:::openemr-development-files/x", IN_REGION],
    ["s3:GetObject", "arn:aws:s3:::billing/x", IN_REGION],
    ["s3:GetObject", "arn:aws:s3:::states/environments/production/terraform.tfstate", IN_REGION],
    ["kms:Decrypt", arn("kms", "key/1"), IN_REGION],
  ];
  expect(attempts.filter((attempt) => asClimber(...attempt))).toEqual([]);
  expect(asClimber("secretsmanager:GetSecretValue", secret("openemr-production-database"), IN_REGION)).toBe(
    true,
  );
});

test("step 8: that function gives foreign things the tags that the deploy asks for", () => {
  const tagging: Array<[action: string, resource: string]> = [
    ["kms:TagResource", arn("kms", "key/12345678-1234-1234-1234-123456789012")],
    ["acm:AddTagsToCertificate", arn("acm", "certificate/12345678-1")],
    ["backup:TagResource", arn("backup", "backup-plan:12345678-1234")],
    ["elasticfilesystem:TagResource", arn("elasticfilesystem", "file-system/fs-1")],
    ["emr-serverless:TagResource", arn("emr-serverless", "/applications/00f1abcdefghijkl")],
    ["sagemaker:AddTags", arn("sagemaker", "domain/d-abcdefghijkl")],
    ["sagemaker:AddTags", arn("sagemaker", "user-profile/d-abcdefghijkl/x")],
    ["tag:TagResources", "*"],
  ];
  expect(tagging.filter(([action, resource]) => asClimber(action, resource, IN_REGION))).toEqual([]);
  // AWS Backup tags its recovery points, and Canvas the application that it makes.
  expect(asClimber("backup:TagResource", arn("backup", "recovery-point:1"), IN_REGION)).toBe(true);
  expect(asClimber("emr-serverless:TagResource", arn("emr-serverless", "/applications/*"), IN_REGION)).toBe(
    true,
  );
});

test("step 9: that function opens a notebook or Studio of others, and works on with their role", () => {
  const notebook = arn("sagemaker", "notebook-instance/billing");
  const profile = arn("sagemaker", "user-profile/d-abcdefghijkl/billing");
  const OTHERS = { ...IN_REGION, "aws:ResourceTag/Application": "billing" };
  const attempts: Array<[action: string, resource: string]> = [
    ["sagemaker:CreatePresignedNotebookInstanceUrl", notebook],
    ["sagemaker:UpdateNotebookInstance", notebook],
    ["sagemaker:StartNotebookInstance", notebook],
    ["sagemaker:AddTags", notebook],
    ["sagemaker:CreatePresignedDomainUrl", profile],
    ["sagemaker:CreatePresignedMlflowTrackingServerUrl", arn("sagemaker", "mlflow-tracking-server/billing")],
  ];
  for (const context of [IN_REGION, OTHERS]) {
    expect(attempts.filter(([action, resource]) => asClimber(action, resource, context))).toEqual([]);
  }
  // The clinic's own Studio opens its user's spaces, and MLflow.
  expect(asClimber("sagemaker:CreatePresignedDomainUrl", profile, OWN_TAGS)).toBe(true);
});
