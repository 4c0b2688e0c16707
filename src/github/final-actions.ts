/**
 * Actions that lose what cannot be brought back, weaken what protects it, or change what records all that. A person does
 * them, or nobody.
 */
export const FINAL_ACTIONS: readonly string[] = [
  "backup:DeleteBackupVault",
  "backup:DeleteBackupVaultLockConfiguration",
  "backup:DeleteRecoveryPoint",
  "backup:DisassociateRecoveryPoint",
  "backup:PutBackupVaultAccessPolicy",
  "backup:UpdateRecoveryPointLifecycle",
  "cloudtrail:CreateTrail",
  "cloudtrail:DeleteTrail",
  "cloudtrail:PutEventSelectors",
  "cloudtrail:PutInsightSelectors",
  "cloudtrail:StopLogging",
  "cloudtrail:UpdateTrail",
  "elasticfilesystem:DeleteFileSystem",
  "kms:DeleteImportedKeyMaterial",
  "kms:DisableKey",
  "kms:ScheduleKeyDeletion",
  "rds:DeleteDBCluster",
  "rds:DeleteDBClusterAutomatedBackup",
  "rds:DeleteDBClusterSnapshot",
  "s3:BypassGovernanceRetention",
  "secretsmanager:DeleteSecret",
];
