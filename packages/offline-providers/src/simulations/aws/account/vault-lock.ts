import type { CtyValue } from "../../../cty/types";
import { apiPage } from "./aws-reference";
import type { RefusalRule } from "./rule";
import type { SimulatedAccount } from "./simulated-account";

const TYPE = "aws_backup_vault_lock_configuration";

/** Whether nobody can lift the lock of a vault any more: the days are over for which it could be changed. */
export function isFinal(vault: CtyValue | undefined, account: SimulatedAccount): boolean {
  const lock = account.find(TYPE, vault);
  const days = lock?.changeable_for_days ?? null;
  return typeof days === "number" && account.ageInDays(TYPE, vault) >= days;
}

/** A vault that is locked already gets the new lock, unless the former one is final. */
export const VAULT_LOCK_RULES: readonly RefusalRule[] = [
  {
    kind: "protected",
    type: TYPE,
    action: "create",
    operation: "PutBackupVaultLockConfiguration",
    code: "InvalidRequestException",
    source: apiPage("backup", "PutBackupVaultLockConfiguration"),
    reason: ({ values }, account) =>
      isFinal(values?.backup_vault_name, account)
        ? `The lock of vault ${values!.backup_vault_name} is final and cannot be changed.`
        : undefined,
  },
];
