import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { Construct } from "constructs";
import type { Variable } from "../terraform/variable";
import { PhysicalNames } from "./physical-names";

/** What every capability has to know about the installation that it is part of. */
export class Installation extends Construct {
  readonly region: string;
  readonly accountId: string;
  /** `aws`, `aws-us-gov` or `aws-cn`. */
  readonly partition: string;
  readonly names: PhysicalNames;
  /** Terraform expression: what holds data resists deletion. */
  readonly deletionProtection: Variable;

  constructor(
    scope: Construct,
    id: string,
    environment: string,
    variables: Readonly<Record<"applicationName" | "region" | "deletionProtection", Variable>>,
  ) {
    super(scope, id);
    this.region = variables.region.stringValue;
    this.accountId = new DataAwsCallerIdentity(this, "account").accountId;
    this.partition = new DataAwsPartition(this, "partition").partition;
    this.deletionProtection = variables.deletionProtection;
    this.names = new PhysicalNames(this, {
      name: variables.applicationName.value,
      environment,
      region: this.region,
      accountId: this.accountId,
    });
  }

  /** The ARN of something in this account and region, e.g. `arn("logs", "log-group:/x:*")`. */
  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.accountId}:${resource}`;
  }

  /** Conditions of a trust in an AWS service: it acts for this account alone. */
  get onBehalfOfThisAccount() {
    return { StringEquals: { "aws:SourceAccount": this.accountId } };
  }
}
