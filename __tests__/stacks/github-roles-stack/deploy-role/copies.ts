import type { RequestContext } from "../../../support/iam-evaluation";
import { type AppliedRoles, arn } from "../applied-roles";
import { deployRights, tagged } from "./rights";

/** The vault of copies in another region. */
export function testCopies(roles: AppliedRoles): void {
  const { deploy } = deployRights(roles);

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
}
