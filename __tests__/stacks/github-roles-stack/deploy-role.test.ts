import type { RequestContext } from "../../support/iam-evaluation";
import { ACCOUNT, AppliedRoles, arn, IN_REGION, iam, object } from "./applied-roles";

const roles = new AppliedRoles();

describe("the deploy role of production", () => {
  const ROLE = "production_deploy[0]";
  const deploy = (action: string, resource: string, context: RequestContext = IN_REGION) =>
    roles.permissionsOf("production_deploy").allows(action, resource, context);
  const boundary = () => ({
    "iam:PermissionsBoundary": roles.text("aws_iam_policy.production_boundary[0]", "arn"),
  });
  const tagged = (environment: string) => ({
    ...IN_REGION,
    "aws:ResourceTag/Application": "openemr",
    "aws:ResourceTag/Environment": environment,
  });

  test("changes its own installation, in its region", () => {
    expect(
      deploy("rds:ModifyDBCluster", arn("rds", "cluster:openemr-production-database"), tagged("production")),
    ).toBe(true);
    expect(deploy("rds:ModifyDBCluster", arn("rds", "cluster:billing"))).toBe(false);
    expect(deploy("rds:CreateDBInstance", arn("rds", "og:default:aurora-mysql-8-0"))).toBe(true);
    expect(
      deploy("ecs:UpdateService", arn("ecs", "service/openemr-production-cluster/openemr-production")),
    ).toBe(true);
    expect(deploy("ecs:UpdateService", arn("ecs", "service/billing/web"))).toBe(false);
    expect(deploy("ecs:RegisterTaskDefinition", "*")).toBe(true);
    expect(
      deploy("iam:CreateServiceLinkedRole", "arn:aws:iam::123456789012:role/aws-service-role/x", {
        "iam:AWSServiceName": "sagemaker.amazonaws.com",
      }),
    ).toBe(true);
    expect(deploy("lambda:InvokeFunction", arn("lambda", "function:openemr-production-smtp"))).toBe(true);
    expect(deploy("lambda:InvokeFunction", arn("lambda", "function:billing"))).toBe(false);
    const handledBy = (name: string) => ({
      ...IN_REGION,
      "lambda:FunctionArn": arn("lambda", `function:${name}`),
    });
    for (const action of ["Create", "Delete", "Update"].map((verb) => `lambda:${verb}EventSourceMapping`)) {
      expect(deploy(action, "*", handledBy("openemr-production-forward-mail"))).toBe(true);
      expect(deploy(action, "*", handledBy("openemr-development-forward-mail"))).toBe(false);
    }
    expect(deploy("lambda:TagResource", arn("lambda", "event-source-mapping:x"))).toBe(true);
    expect(deploy("lambda:TagResource", arn("lambda", "event-source-mapping:x"), tagged("development"))).toBe(
      false,
    );
    expect(deploy("sns:Publish", arn("sns", "billing"))).toBe(false);
    expect(deploy("ec2:CreateVpc", arn("ec2", "vpc/*"))).toBe(true);
    expect(deploy("ec2:CreateVpc", arn("ec2", "vpc/*"), { "aws:RequestedRegion": "us-east-1" })).toBe(false);
    expect(deploy("ec2:RunInstances", arn("ec2", "instance/*"))).toBe(false);
    expect(deploy("s3:CreateBucket", "arn:aws:s3:::openemr-production-mail-x")).toBe(true);
    expect(deploy("s3:CreateBucket", "arn:aws:s3:::openemr-development-mail-x")).toBe(false);
    expect(deploy("s3:CreateBucket", "arn:aws:s3:::sagemaker-openemr-production-files-x")).toBe(true);
    expect(deploy("s3:CreateBucket", "arn:aws:s3:::sagemaker-openemr-development-files-x")).toBe(false);
    const secret = (environment: string) => arn("secretsmanager", `secret:openemr-${environment}-database-x`);
    expect(deploy("secretsmanager:GetSecretValue", secret("production"))).toBe(true);
    expect(deploy("secretsmanager:GetSecretValue", secret("development"))).toBe(false);
  });

  test("changes what carries its name, in whatever service, and nothing that carries another", () => {
    const calls: Array<[action: string, service: string, resourceOf: (prefix: string) => string]> = [
      ["logs:PutRetentionPolicy", "logs", (prefix) => `log-group:/${prefix}/application`],
      ["logs:CreateLogGroup", "logs", (prefix) => `log-group:/aws/rds/cluster/${prefix}-database/audit`],
      ["logs:PutRetentionPolicy", "logs", (prefix) => `log-group:/aws/lambda/${prefix}-smtp`],
      ["logs:DeleteLogGroup", "logs", (prefix) => `log-group:aws-waf-logs-${prefix}`],
      ["backup:CreateBackupVault", "backup", (prefix) => `backup-vault:${prefix}-backup`],
      ["elasticloadbalancing:CreateListener", "elasticloadbalancing", (p) => `loadbalancer/app/${p}-alb/1`],
      [
        "elasticloadbalancing:ModifyListener",
        "elasticloadbalancing",
        (prefix) => `listener/app/${prefix}-alb/1/2`,
      ],
      ["elasticloadbalancing:DeleteTargetGroup", "elasticloadbalancing", (p) => `targetgroup/${p}-web/1`],
      ["wafv2:UpdateWebACL", "wafv2", (prefix) => `regional/webacl/${prefix}-web-firewall/1`],
      ["wafv2:AssociateWebACL", "elasticloadbalancing", (prefix) => `loadbalancer/app/${prefix}-alb/1`],
      ["glue:CreateDatabase", "glue", (prefix) => `database/${prefix.replaceAll("-", "_")}_analytics`],
      ["kms:DeleteAlias", "kms", (prefix) => `alias/${prefix}-data`],
      ["ssm:PutParameter", "ssm", (prefix) => `parameter/${prefix}/settings`],
      ["ssm:AddTagsToResource", "ssm", (prefix) => `parameter/${prefix}/settings`],
      ["ssm:DeleteParameter", "ssm", (prefix) => `parameter/${prefix}/settings`],
      ["ssm:GetParameter", "ssm", (prefix) => `parameter/${prefix}/procedure-run`],
      ["ssm:PutParameter", "ssm", (prefix) => `parameter/${prefix}/procedure-run`],
      ["ssm:DeleteParameter", "ssm", (prefix) => `parameter/${prefix}/procedure-run`],
      ["cloudwatch:PutMetricAlarm", "cloudwatch", (p) => `alarm:TargetTracking-service/${p}-cluster/x-High`],
    ];
    for (const [action, service, resourceOf] of calls) {
      for (const prefix of ["openemr-production", "openemr-development", "billing"]) {
        const resource = resourceOf(prefix);
        expect([action, resource, deploy(action, arn(service, resource))]).toEqual([
          action,
          resource,
          prefix === "openemr-production",
        ]);
      }
    }
    expect(deploy("wafv2:CreateWebACL", arn("wafv2", "regional/managedruleset/x/y"))).toBe(true);
    expect(deploy("sagemaker:CreateDomain", arn("sagemaker", "domain/x"))).toBe(true);
    expect(deploy("sagemaker:CreateNotebookInstance", arn("sagemaker", "notebook-instance/x"))).toBe(false);
    expect(deploy("logs:PutResourcePolicy", "*")).toBe(true);
    expect(deploy("logs:PutAccountPolicy", "*")).toBe(false);
  });

  test("changes what AWS names only where it has the tags of the application", () => {
    const calls = [
      ["kms:PutKeyPolicy", arn("kms", "key/1")],
      ["elasticfilesystem:PutFileSystemPolicy", arn("elasticfilesystem", "file-system/1")],
      ["elasticfilesystem:DeleteAccessPoint", arn("elasticfilesystem", "access-point/1")],
      ["backup:DeleteBackupPlan", arn("backup", "backup-plan:1")],
      ["acm:DeleteCertificate", arn("acm", "certificate/1")],
      ["emr-serverless:DeleteApplication", arn("emr-serverless", "/applications/1")],
      ["sagemaker:DeleteDomain", arn("sagemaker", "domain/1")],
    ] as const;
    for (const [action, resource] of calls) {
      expect([action, deploy(action, resource, tagged("production"))]).toEqual([action, true]);
      expect([action, deploy(action, resource, tagged("development"))]).toEqual([action, false]);
      expect([action, deploy(action, resource)]).toEqual([action, false]);
    }
  });

  const inCopyRegion = { "aws:RequestedRegion": "eu-central-1" };
  const taggedThere = (environment: string) => ({ ...tagged(environment), ...inCopyRegion });
  const copies = (resource: string, service = "backup") => arn(service, resource, "eu-central-1");
  const VAULT = "backup-vault:openemr-production-copies";

  test("makes and changes the vault of the copies with lock, key and alias in their region", () => {
    const calls: Array<[resource: string, actions: string[]]> = [
      [
        copies(VAULT),
        [
          "backup:CreateBackupVault",
          "backup:TagResource",
          "backup:UntagResource",
          "backup:PutBackupVaultLockConfiguration",
        ],
      ],
      ["*", ["kms:CreateKey", "kms:TagResource", "backup-storage:MountCapsule"]],
      [copies("alias/openemr-production-copies", "kms"), ["kms:CreateAlias", "kms:UpdateAlias"]],
      [
        copies("key/12345678-1", "kms"),
        [
          "kms:CreateAlias",
          "kms:EnableKeyRotation",
          "kms:PutKeyPolicy",
          "kms:TagResource",
          "kms:DescribeKey",
          "kms:GenerateDataKey",
          "kms:CreateGrant",
          "kms:RetireGrant",
        ],
      ],
    ];
    const usedByBackup = {
      "kms:ViaService": "backup.eu-central-1.amazonaws.com",
      "kms:GrantIsForAWSResource": "true",
    };
    const refused = calls.flatMap(([resource, actions]) =>
      actions.filter(
        (action) => !deploy(action, resource, { ...taggedThere("production"), ...usedByBackup }),
      ),
    );
    expect(refused).toEqual([]);
    const reads = ["backup:DescribeBackupVault", "backup:ListTags"];
    for (const action of reads) {
      expect([action, deploy(action, copies(VAULT), inCopyRegion)]).toEqual([action, true]);
      expect([action, roles.permissionsOf("plan").allows(action, copies(VAULT), inCopyRegion)]).toEqual([
        action,
        true,
      ]);
    }
  });

  test.each<[what: string, action: string, resource: string, context?: RequestContext]>([
    ["another vault", "backup:CreateBackupVault", copies("backup-vault:billing")],
    [
      "the vault of another environment",
      "backup:CreateBackupVault",
      copies("backup-vault:openemr-development-copies"),
    ],
    ["a vault in a third region", "backup:CreateBackupVault", arn("backup", VAULT, "us-west-2")],
    ["a plan of backups", "backup:CreateBackupPlan", copies("backup-plan:*")],
    ["the vault, away", "backup:DeleteBackupVault", copies(VAULT)],
    ["the lock, away", "backup:DeleteBackupVaultLockConfiguration", copies(VAULT)],
    ["the key, away", "kms:ScheduleKeyDeletion", copies("key/12345678-1", "kms"), taggedThere("production")],
    ["the policy of a key without tags", "kms:PutKeyPolicy", copies("key/12345678-1", "kms")],
    [
      "the policy of another environment's key",
      "kms:PutKeyPolicy",
      copies("key/12345678-1", "kms"),
      taggedThere("development"),
    ],
    ["tags of a foreign key", "kms:TagResource", copies("key/12345678-1", "kms")],
    ["a foreign key, in use", "kms:Decrypt", copies("key/12345678-1", "kms")],
    ["a foreign alias", "kms:UpdateAlias", copies("alias/billing", "kms")],
    ["a network", "ec2:CreateVpc", copies("vpc/*", "ec2")],
    ["a function", "lambda:CreateFunction", copies("function:openemr-production-x", "lambda")],
    [
      "a database",
      "rds:CreateDBCluster",
      copies("cluster:openemr-production-database", "rds"),
      taggedThere("production"),
    ],
  ])(
    "reaches nothing else in the region of the copies: %s",
    (_, action, resource, context = inCopyRegion) => {
      expect(deploy(action, resource, context)).toBe(false);
    },
  );

  test("development, which has no copies, reaches no vault and makes no key in another region", () => {
    const development = roles.permissionsOf("development_deploy");
    const vault = copies("backup-vault:openemr-development-copies");
    expect(development.allows("backup:CreateBackupVault", vault, inCopyRegion)).toBe(false);
    expect(development.allows("kms:CreateKey", "*", inCopyRegion)).toBe(false);
    expect(roles.text("aws_iam_policy.development_deploy_network[0]", "policy")).not.toContain("Copies");
    expect(roles.text("aws_iam_policy.development_boundary[0]", "policy")).not.toContain("Copies");
  });

  test("writes into the hosted zone of its domain alone, where it has one", () => {
    const zone = (id: string) => `arn:aws:route53:::hostedzone/${id}`;
    expect(deploy("route53:ChangeResourceRecordSets", zone("Z0PRODUCTION"), {})).toBe(true);
    expect(deploy("route53:ChangeResourceRecordSets", zone("Z0OTHER"), {})).toBe(false);
    expect(roles.inline("development_deploy").join()).not.toContain("ChangeResourceRecordSets");
  });

  test("leaves other environments and foreign resources as they are", () => {
    expect(deploy("ec2:DeleteSubnet", arn("ec2", "subnet/x"), tagged("production"))).toBe(true);
    expect(deploy("ec2:DeleteSubnet", arn("ec2", "subnet/x"), tagged("development"))).toBe(false);
    expect(deploy("kms:PutKeyPolicy", arn("kms", "key/x"), tagged("terraform"))).toBe(false);
    const foreign = { ...IN_REGION, "aws:ResourceTag/Environment": "prod" };
    expect(deploy("acm:DescribeCertificate", arn("acm", "certificate/x"), foreign)).toBe(true);
  });

  test("keeps and locks its own state, and no other", () => {
    const state = (environment: string) => object("states", `environments/${environment}/terraform.tfstate`);
    expect(deploy("s3:PutObject", state("production"))).toBe(true);
    expect(deploy("s3:PutObject", state("development"))).toBe(false);
    expect(deploy("s3:GetObject", state("development"))).toBe(false);
    expect(deploy("s3:DeleteObject", state("production"))).toBe(false);
    expect(deploy("s3:DeleteObject", `${state("production")}.tflock`)).toBe(true);
    const table = arn("dynamodb", "table/locks", "us-east-1");
    const entry = (environment: string) => ({
      "dynamodb:LeadingKeys": `states/environments/${environment}/terraform.tfstate`,
    });
    expect(deploy("dynamodb:PutItem", table, entry("production"))).toBe(true);
    expect(deploy("dynamodb:DeleteItem", table, entry("development"))).toBe(false);
  });

  test("can do all that the backend does to its state, whose places have the tags of the bootstrap", () => {
    const state = object("states", "environments/production/terraform.tfstate");
    const lock = { "dynamodb:LeadingKeys": "states/environments/production/terraform.tfstate" };
    const key = arn("kms", "key/1", "us-east-1");
    const ofObject = { "kms:EncryptionContext:aws:s3:arn": state };
    const ofTable = { "kms:EncryptionContext:aws:dynamodb:tableName": "locks" };
    const calls: Array<[resource: string, actions: string[], context: RequestContext]> = [
      ["arn:aws:s3:::states", ["s3:ListBucket"], {}],
      [state, ["s3:GetObject", "s3:PutObject"], {}],
      // Terraform reads a lock before it takes it away.
      [`${state}.tflock`, ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], {}],
      [
        arn("dynamodb", "table/locks", "us-east-1"),
        ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"],
        lock,
      ],
      [key, ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey"], ofObject],
      [key, ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey"], ofTable],
    ];
    const refused = calls.flatMap(([resource, actions, context]) =>
      actions
        .filter((action) => !deploy(action, resource, { ...tagged("terraform"), ...context }))
        .map((action) => `${action} ${resource}`),
    );
    expect(refused).toEqual([]);
    const ofDevelopment = { ...tagged("development"), ...ofObject };
    expect(deploy("kms:Decrypt", arn("kms", "key/2"), ofDevelopment)).toBe(false);
  });

  test("makes and changes roles and users of its installation, with the boundary alone", () => {
    const role = iam("role/openemr-production-task-eu-west-1");
    for (const action of [
      "iam:CreateRole",
      "iam:PutRolePolicy",
      "iam:AttachRolePolicy",
      "iam:PutRolePermissionsBoundary",
    ]) {
      expect([action, deploy(action, role, boundary())]).toEqual([action, true]);
      expect([action, deploy(action, role, {})]).toEqual([action, false]);
      expect([action, deploy(action, role, { "iam:PermissionsBoundary": iam("policy/mine") })]).toEqual([
        action,
        false,
      ]);
      expect([action, deploy(action, iam("role/openemr-development-task"), boundary())]).toEqual([
        action,
        false,
      ]);
      expect([action, deploy(action, iam("role/admin"), boundary())]).toEqual([action, false]);
    }
    expect(deploy("iam:DeleteRolePermissionsBoundary", role, boundary())).toBe(false);
    expect(deploy("iam:CreateAccessKey", iam("user/openemr-production-smtp"), boundary())).toBe(false);
    expect(deploy("iam:PassRole", role, { "iam:PassedToService": "ecs-tasks.amazonaws.com" })).toBe(true);
    expect(deploy("iam:PassRole", role, { "iam:PassedToService": "ec2.amazonaws.com" })).toBe(false);
    expect(
      deploy("iam:PassRole", iam("role/admin"), { "iam:PassedToService": "ecs-tasks.amazonaws.com" }),
    ).toBe(false);
  });

  test("can neither change itself nor any role of jobs nor who is trusted", () => {
    const itself = roles.text(`aws_iam_role.${ROLE}`, "arn");
    expect(itself).toBe(iam("role/github/openemr-production-github-deploy-us-east-1"));
    for (const resource of [itself, iam("role/github/openemr-github-plan-us-east-1")]) {
      for (const action of [
        "iam:PutRolePolicy",
        "iam:UpdateAssumeRolePolicy",
        "iam:DeleteRolePolicy",
        "iam:PassRole",
      ]) {
        expect([resource, action, deploy(action, resource, boundary())]).toEqual([resource, action, false]);
      }
    }
    expect(
      deploy("iam:CreatePolicyVersion", roles.text("aws_iam_policy.production_boundary[0]", "arn")),
    ).toBe(false);
    expect(deploy("iam:CreateOpenIDConnectProvider", iam("oidc-provider/x"))).toBe(false);
    expect(deploy("iam:CreatePolicy", iam("policy/openemr-production-x"))).toBe(false);
  });

  test("destroys neither data nor backups nor the trail, and reads no data", () => {
    for (const action of [
      "rds:DeleteDBCluster",
      "elasticfilesystem:DeleteFileSystem",
      "backup:DeleteRecoveryPoint",
      "backup:UpdateRecoveryPointLifecycle",
      "kms:ScheduleKeyDeletion",
      "cloudtrail:StopLogging",
      "cloudtrail:UpdateTrail",
      "cloudtrail:PutEventSelectors",
      "s3:BypassGovernanceRetention",
      "secretsmanager:DeleteSecret",
      "rds-data:ExecuteStatement",
      "logs:GetLogEvents",
      "ecs:RunTask",
      "ecs:ExecuteCommand",
      "rds:ModifyDBClusterSnapshotAttribute",
    ]) {
      expect([action, deploy(action, "*", tagged("production"))]).toEqual([action, false]);
    }
    const bucket = `sagemaker-openemr-production-database-export-${ACCOUNT}-eu-west-1`;
    expect(deploy("s3:GetObject", object(bucket, "exports/x"))).toBe(false);
    expect(deploy("s3:GetObject", object(bucket, "code/x"))).toBe(true);
    expect(deploy("s3:DeleteObjectVersion", object(bucket, "exports/x"))).toBe(false);
    // A deploy deletes all versions of the objects that the stack uploads itself.
    expect(deploy("s3:DeleteObjectVersion", object(bucket, "code/x"))).toBe(true);
  });

  test("reads and tags what the audit trail keeps, and no more", () => {
    const bucket = `arn:aws:s3:::openemr-production-audit-${ACCOUNT}-eu-west-1`;
    const log = arn("logs", "log-group:/openemr-production/audit");
    const allowed = (action: string, resource: string) => deploy(action, resource, tagged("production"));
    for (const action of [
      "s3:PutLifecycleConfiguration",
      "s3:PutBucketPolicy",
      "s3:PutBucketVersioning",
      "s3:DeleteBucket",
    ]) {
      expect([action, allowed(action, bucket)]).toEqual([action, false]);
    }
    expect(allowed("s3:DeleteObject", `${bucket}/AWSLogs/x`)).toBe(false);
    expect(allowed("s3:PutObject", `${bucket}/AWSLogs/x`)).toBe(false);
    for (const action of ["logs:DeleteLogGroup", "logs:PutRetentionPolicy"]) {
      expect([action, allowed(action, log)]).toEqual([action, false]);
    }
    expect(allowed("s3:GetBucketPolicy", bucket)).toBe(true);
    expect(allowed("s3:PutBucketTagging", bucket)).toBe(true);
    expect(allowed("logs:TagResource", log)).toBe(true);
    expect(allowed("cloudtrail:AddTags", arn("cloudtrail", "trail/openemr-production-audit"))).toBe(true);
    expect(allowed("cloudtrail:CreateTrail", arn("cloudtrail", "trail/openemr-production-audit"))).toBe(
      false,
    );
  });
});
