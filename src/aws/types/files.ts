import { type AwsTypes, asksForKey, asksForRole } from "./aws-type";

const FILE_SYSTEM = "arn:{partition}:elasticfilesystem:{region}:{account}:file-system/*";
const ACCESS_POINT = "arn:{partition}:elasticfilesystem:{region}:{account}:access-point/*";
const PLAN = "arn:{partition}:backup:{region}:{account}:backup-plan:*";
const TESTING_PLAN = "arn:{partition}:backup:{region}:{account}:restore-testing-plan:{prefix_}_*";
const VAULT = "arn:{partition}:backup:{region}:{account}:backup-vault:{prefix}-*";

/** File system and backups. */
export const filesTypes: AwsTypes = {
  aws_efs_file_system: {
    one: "file system",
    reads: ["elasticfilesystem:DescribeFileSystems", "elasticfilesystem:DescribeLifecycleConfiguration"],
    writes: {
      create: [
        "elasticfilesystem:CreateFileSystem",
        "elasticfilesystem:PutLifecycleConfiguration",
        "elasticfilesystem:TagResource",
      ],
      update: [
        "elasticfilesystem:PutLifecycleConfiguration",
        "elasticfilesystem:TagResource",
        "elasticfilesystem:UntagResource",
        "elasticfilesystem:UpdateFileSystem",
      ],
      delete: ["elasticfilesystem:DeleteFileSystem"],
    },
    arn: FILE_SYSTEM,
    anywhere: ["elasticfilesystem:CreateFileSystem"],
    asks: [asksForKey("CreateFileSystem with a key. API reference of EFS, CreateFileSystem")],
  },
  aws_backup_plan: {
    one: "backup plan",
    reads: ["backup:GetBackupPlan", "backup:ListTags"],
    writes: {
      create: ["backup:CreateBackupPlan", "backup:TagResource"],
      update: ["backup:TagResource", "backup:UntagResource", "backup:UpdateBackupPlan"],
      delete: ["backup:DeleteBackupPlan"],
    },
    arn: PLAN,
    anywhere: ["backup:CreateBackupPlan"],
  },
  aws_backup_selection: {
    one: "backup selection",
    free: true,
    reads: ["backup:GetBackupSelection"],
    writes: { create: ["backup:CreateBackupSelection"], delete: ["backup:DeleteBackupSelection"] },
    arn: PLAN,
    asks: [asksForRole("CreateBackupSelection. Service authorization reference of AWS Backup")],
  },
  aws_backup_restore_testing_plan: {
    one: "restore testing plan",
    reads: ["backup:GetRestoreTestingPlan", "backup:ListTags"],
    writes: {
      create: ["backup:CreateRestoreTestingPlan", "backup:TagResource"],
      update: ["backup:TagResource", "backup:UntagResource", "backup:UpdateRestoreTestingPlan"],
      delete: ["backup:DeleteRestoreTestingPlan"],
    },
    arn: TESTING_PLAN,
    anywhere: ["backup:CreateRestoreTestingPlan"],
  },
  aws_backup_restore_testing_selection: {
    one: "restore testing selection",
    free: true,
    reads: ["backup:GetRestoreTestingSelection"],
    writes: {
      create: ["backup:CreateRestoreTestingSelection"],
      update: ["backup:UpdateRestoreTestingSelection"],
      delete: ["backup:DeleteRestoreTestingSelection"],
    },
    arn: TESTING_PLAN,
    asks: [asksForRole("CreateRestoreTestingSelection. Service authorization reference of AWS Backup")],
  },
  aws_backup_vault: {
    one: "backup vault",
    reads: ["backup:DescribeBackupVault", "backup:ListTags"],
    writes: {
      create: ["backup:CreateBackupVault", "backup:TagResource"],
      update: ["backup:TagResource", "backup:UntagResource"],
      delete: ["backup:DeleteBackupVault"],
    },
    arn: VAULT,
    asks: [
      asksForKey("CreateBackupVault. Developer guide of AWS Backup, access control"),
      {
        actions: ["backup-storage:MountCapsule", "kms:RetireGrant"],
        why: "CreateBackupVault. Developer guide of AWS Backup, access control",
      },
    ],
  },
  aws_backup_vault_lock_configuration: {
    one: "vault lock",
    free: true,
    reads: ["backup:DescribeBackupVault"],
    writes: {
      create: ["backup:PutBackupVaultLockConfiguration"],
      update: ["backup:PutBackupVaultLockConfiguration"],
      delete: ["backup:DeleteBackupVaultLockConfiguration"],
    },
    arn: VAULT,
  },
  aws_efs_access_point: {
    one: "access point",
    free: true,
    reads: ["elasticfilesystem:DescribeAccessPoints"],
    writes: {
      create: ["elasticfilesystem:CreateAccessPoint", "elasticfilesystem:TagResource"],
      update: ["elasticfilesystem:TagResource", "elasticfilesystem:UntagResource"],
      delete: ["elasticfilesystem:DeleteAccessPoint"],
    },
    arn: [ACCESS_POINT, FILE_SYSTEM],
  },
  aws_efs_file_system_policy: {
    one: "file system policy",
    many: "file system policies",
    free: true,
    reads: ["elasticfilesystem:DescribeFileSystemPolicy"],
    writes: {
      create: ["elasticfilesystem:PutFileSystemPolicy"],
      update: ["elasticfilesystem:PutFileSystemPolicy"],
      delete: ["elasticfilesystem:DeleteFileSystemPolicy"],
    },
    arn: FILE_SYSTEM,
  },
  aws_efs_mount_target: {
    one: "mount target",
    free: true,
    reads: ["elasticfilesystem:DescribeMountTargetSecurityGroups", "elasticfilesystem:DescribeMountTargets"],
    writes: {
      create: ["ec2:DescribeSubnets", "elasticfilesystem:CreateMountTarget"],
      update: ["elasticfilesystem:ModifyMountTargetSecurityGroups"],
      delete: ["elasticfilesystem:DeleteMountTarget"],
    },
    arn: FILE_SYSTEM,
    asks: [
      {
        actions: [
          "ec2:CreateNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:DescribeNetworkInterfaces",
          "ec2:ModifyNetworkInterfaceAttribute",
        ],
        why: "CreateMountTarget, DeleteMountTarget, ModifyMountTargetSecurityGroups. API reference of EFS",
      },
    ],
  },
};
