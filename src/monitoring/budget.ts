import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { isGiven, tfString, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";

export interface BudgetProps {
  readonly installation: Installation;
  /** USD; null for no budget. */
  readonly monthlyUsd: Value<number | null>;
  /** Value of the tag Environment, by which the installation's cost is told from other cost of the account. */
  readonly environment: Value<string>;
  readonly topicArn: string;
}

/** Tells when a month costs more than it is to, or will by AWS's forecast. */
export class Budget extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { installation, monthlyUsd, environment, topicArn }: BudgetProps,
  ) {
    super(scope, id);
    const on = new Toggle(this, "Default", isGiven(monthlyUsd));
    const tell = (notificationType: string) => ({
      notificationType,
      comparisonOperator: "GREATER_THAN",
      threshold: 100,
      thresholdType: "PERCENTAGE",
      subscriberSnsTopicArns: [topicArn],
    });
    new BudgetsBudget(on, "Default", {
      // Budgets belong to an account and to no region, so the region tells installations of one name apart.
      name: `${installation.names.prefix}-${installation.region}`,
      budgetType: "COST",
      limitAmount: tfString`format("%.2f", ${monthlyUsd})`,
      limitUnit: "USD",
      timeUnit: "MONTHLY",
      costFilter: [
        { name: "TagKeyValue", values: [tfString`join("$", ["user:Environment", ${environment}])`] },
      ],
      notification: [tell("ACTUAL"), tell("FORECASTED")],
    });
  }
}
