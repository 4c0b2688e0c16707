import { DELETION_RULES } from "./deletion-rules";
import { NAME_RULES } from "./name-rules";
import { NEW_ROLE_RULES } from "./new-role-rules";
import { ORDER_RULES } from "./order-rules";
import { QUOTA_RULES } from "./quota-rules";
import { REGION_RULES } from "./region-rules";
import type { RefusalRule } from "./rule";
import { TEXT_RULES } from "./text-rules";
import { VAULT_LOCK_RULES } from "./vault-lock";

/** Changes that AWS refuses, each by a page of its documentation. */
export const REFUSAL_RULES: readonly RefusalRule[] = [
  ...NAME_RULES,
  ...DELETION_RULES,
  ...ORDER_RULES,
  ...QUOTA_RULES,
  ...VAULT_LOCK_RULES,
  ...REGION_RULES,
  ...NEW_ROLE_RULES,
  ...TEXT_RULES,
];
