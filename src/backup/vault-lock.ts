import type { TerraformResourceLifecycle } from "cdktf";
import { rawExpression, tf, type Value } from "../terraform/expression";

/** Names of the variables that an operator is told of. */
interface LockVariables {
  readonly days: string;
  readonly toggle: string;
}

/**
 * Keeps the lock of a vault as it was made, and refuses other days by name. The provider would lift the lock to make
 * another one, which AWS refuses once it is final; and of a lock that an earlier installation left, AWS does not tell how
 * many days it was given.
 *
 * @param graceDays days after which the lock is final; null keeps it liftable
 */
export function lockLifecycle(
  graceDays: Value<number | null>,
  { days, toggle }: LockVariables,
): TerraformResourceLifecycle {
  const made = rawExpression("self.changeable_for_days");
  return {
    ignoreChanges: ["changeable_for_days"],
    postcondition: [
      {
        condition: tf`${made} == ${graceDays}`,
        errorMessage: `${days} is ${tf`jsonencode(${graceDays})`}, but the lock that is there has ${tf`jsonencode(${made})`}, where null is also a lock that an earlier installation left. Nothing was changed. Set ${days} to that. To make another lock while this one can be lifted, set ${toggle} = false, deploy, and set it to true again.`,
      },
    ],
  };
}
