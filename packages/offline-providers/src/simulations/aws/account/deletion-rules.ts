import type { CtyValue } from "../../../cty/types";
import { apiPage, type Service } from "./aws-reference";
import { type RefusalRule, valuesAt } from "./rule";
import { USES } from "./uses";
import { isFinal } from "./vault-lock";

/**
 * An attribute that protects a resource against deletion while it is true. The API models of RDS and DynamoDB do not list
 * these errors; the services' user guides have them.
 */
const PROTECTIONS = [
  ["rds", "aws_rds_cluster", "deletion_protection", "DeleteDBCluster", "InvalidParameterCombination"],
  ["rds", "aws_db_instance", "deletion_protection", "DeleteDBInstance", "InvalidParameterCombination"],
  ["elb", "aws_lb", "enable_deletion_protection", "DeleteLoadBalancer", "OperationNotPermitted"],
  ["dynamodb", "aws_dynamodb_table", "deletion_protection_enabled", "DeleteTable", "ValidationException"],
] as const;

/** Resources that have to be empty before they can be deleted, unless the provider is told to empty it. */
const HOLDERS = [
  ["s3", "aws_s3_bucket", "force_destroy", "DeleteBucket", "BucketNotEmpty"],
  ["backup", "aws_backup_vault", "force_destroy", "DeleteBackupVault", "InvalidRequestException"],
  ["ecr", "aws_ecr_repository", "force_delete", "DeleteRepository", "RepositoryNotEmptyException"],
  // Spaces and apps of a person; no argument of the provider deletes them.
  ["sagemaker", "aws_sagemaker_user_profile", "force", "DeleteUserProfile", "ResourceInUse"],
] as const;

/** Refuses to delete what is protected, used by something else, or not empty. */
export const DELETION_RULES: readonly RefusalRule[] = [
  ...PROTECTIONS.map(
    ([service, type, attribute, operation, code]): RefusalRule => ({
      ...deletion(service, type, operation, code),
      kind: "protected",
      reason: ({ prior }) =>
        prior?.[attribute] === true
          ? `Cannot delete a resource while ${attribute} is true; disable it and try again.`
          : undefined,
    }),
  ),
  ...USES.map(
    ({ service, type, by, operation, code }): RefusalRule => ({
      ...deletion(service, type, operation, code),
      kind: "in use",
      reason: ({ prior }, account) => {
        const names = [prior?.id, prior?.arn, prior?.name].filter((value) => typeof value === "string");
        const user = Object.entries(by).find(([other, path]) =>
          account.resources(other).some(({ values }) => valuesAt(values, path).some(isOneOf(names))),
        );
        return user && `${prior?.id} has dependencies and cannot be deleted: ${user[0]} uses it.`;
      },
    }),
  ),
  ...HOLDERS.map(
    ([service, type, attribute, operation, code]): RefusalRule => ({
      ...deletion(service, type, operation, code),
      kind: "not empty",
      reason: ({ prior }, account) => {
        const things = account.held(type, prior?.id);
        return things > 0 && prior?.[attribute] !== true
          ? `${prior?.id} is not empty: it holds ${things}.`
          : undefined;
      },
    }),
  ),
  {
    ...deletion(
      "backup",
      "aws_backup_vault_lock_configuration",
      "DeleteBackupVaultLockConfiguration",
      "InvalidRequestException",
    ),
    kind: "protected",
    reason: ({ prior }, account) =>
      isFinal(prior?.backup_vault_name, account)
        ? `The lock of vault ${prior!.backup_vault_name} is final and cannot be deleted.`
        : undefined,
  },
];

function isOneOf(names: readonly CtyValue[]) {
  return (value: CtyValue) => names.includes(value);
}

function deletion(service: Service, type: string, operation: string, code: string) {
  return { type, operation, code, action: "delete", source: apiPage(service, operation) } as const;
}
