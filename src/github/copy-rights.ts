import { arnAt } from "../aws/place";
import type { PolicyStatement } from "../aws/policy-document";
import { AWS_TYPES } from "../aws/types";
import { deployRights, keyRights } from "./deploy-rights";
import type { CopyTarget } from "./deploy-target";

/** Types of the resources that `CopyVault` makes in the region of the copies. */
export const COPY_TYPES = [
  "aws_backup_vault",
  "aws_backup_vault_lock_configuration",
  "aws_kms_alias",
  "aws_kms_key",
] as const;

/** Rights of a deploy over the vault with the copies, its lock, its key and the key's alias; none where there are no copies. */
export function copyRights(
  { place, areMade }: CopyTarget,
  tags: Readonly<Record<string, string>>,
): PolicyStatement[] {
  const types = COPY_TYPES.map((type) => AWS_TYPES[type]!);
  const { data, named, unnamed } = deployRights(place, types);
  return [...data, ...named, ...unnamed, ...keyRights(place, tags, types)]
    .filter(({ actions = [] }) => actions.length > 0)
    .map((statement) => ({ ...statement, sid: `Copies${statement.sid}`, when: areMade }));
}

/**
 * The most that a role of an installation can do in the region of the copies: AWS Backup copies with the backup role,
 * and deletes a copy of the database whose time is up. Keys there are told by their tags, in any region.
 */
export function copyBoundary({ place, areMade }: CopyTarget): PolicyStatement[] {
  const at = (...forms: string[]) => forms.map((form) => arnAt(form, place));
  return [
    {
      sid: "Copies",
      actions: [
        "backup:CopyIntoBackupVault",
        "backup:DescribeBackupVault",
        "backup:TagResource",
        "rds:AddTagsToResource",
        "rds:CopyDBClusterSnapshot",
        "rds:DeleteDBClusterSnapshot",
        "rds:ListTagsForResource",
      ],
      resources: at(
        "arn:{partition}:backup:{region}:{account}:backup-vault:{prefix}-*",
        "arn:{partition}:backup:{region}:{account}:recovery-point:*",
        "arn:{partition}:rds:{region}:{account}:cluster-snapshot:awsbackup:*",
      ),
      when: areMade,
    },
    {
      sid: "CopiesSeen",
      actions: ["rds:DescribeDBClusterSnapshots"],
      resources: at("arn:{partition}:rds:{region}:{account}:cluster*"),
      when: areMade,
    },
  ];
}
