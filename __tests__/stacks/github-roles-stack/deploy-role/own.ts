import { type AppliedRoles, arn, IN_REGION } from "../applied-roles";
import { deployRights, tagged } from "./rights";

/** The role changes its own installation and nothing else. */
export function testOwnInstallation(roles: AppliedRoles): void {
  const { deploy } = deployRights(roles);

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

  test("writes only into the hosted zone of its domain, where it has one", () => {
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
}
