import type { TerraformResourceLifecycle } from "cdktf";
import { rawExpression, tf, type Value } from "../terraform/expression";

/** Choices about a lock, with the names of the variables that an operator is told of. */
interface LockChoices {
  readonly toggle: string;
  readonly graceDays: string;
  /** Days for which recovery points are kept, where that is a choice. @default - it never changes */
  readonly retention?: { readonly variable: string; readonly days: Value<number> };
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
  { toggle, graceDays: days, retention }: LockChoices,
): TerraformResourceLifecycle {
  const made = rawExpression("self.changeable_for_days");
  const least = rawExpression("self.min_retention_days");
  const another = `To make another lock while this one can be lifted, set ${toggle} = false, deploy, and set it to true again.`;
  return {
    ignoreChanges: ["changeable_for_days", "min_retention_days"],
    postcondition: [
      {
        condition: tf`${made} == ${graceDays}`,
        errorMessage: `${days} is ${tf`jsonencode(${graceDays})`}, but the lock that is there has ${tf`jsonencode(${made})`}, where null is also a lock that an earlier installation left. Nothing was changed. Set ${days} to that. ${another}`,
      },
      // A lock asks for the days that it was made with; more than these are kept without another one.
      ...(retention
        ? [
            {
              condition: tf`${retention.days} >= ${least}`,
              errorMessage: `${retention.variable} is ${retention.days}, but the lock of the vault refuses what is kept for less than ${least} days. Nothing was changed. Set ${retention.variable} to that or more. ${another}`,
            },
          ]
        : []),
    ],
  };
}
