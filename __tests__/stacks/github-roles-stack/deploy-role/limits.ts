import { ACCOUNT, type AppliedRoles, arn, iam, object } from "../applied-roles";
import { deployRights, tagged } from "./rights";

/** Nothing that ends data, or gives more rights than the role has. */
export function testLimits(roles: AppliedRoles): void {
  const { deploy, boundary } = deployRights(roles);

  test("makes and changes roles and users of its installation, and only with the boundary", () => {
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
    const itself = roles.text("aws_iam_role.production_deploy[0]", "arn");
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
}
