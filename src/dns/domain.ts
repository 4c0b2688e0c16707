import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Construct } from "constructs";
import type { Expression } from "../terraform/expression";
import { tf, tfString } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import type { Variable } from "../terraform/variable";

export interface DomainProps {
  /** Name of the public hosted zone, or null. */
  readonly name: Variable;
  /** Name that people open, or null for `openemr.<name>`. */
  readonly hostName: Variable;
}

/**
 * The domain of the installation, if it has one: a public hosted zone of Route 53 that exists already and is
 * only looked up. What writes into the zone is made below a `Toggle` on {@link isGiven}.
 */
export class Domain extends Construct {
  /** Known at plan time. */
  readonly isGiven: Expression;
  /** Null without a domain. */
  readonly name: Expression;
  /** Null without a domain. */
  readonly zoneId: Expression;
  /** Name that people open. Null where neither a domain nor a name of its own is given. */
  readonly hostName: Expression;

  constructor(scope: Construct, id: string, { name, hostName }: DomainProps) {
    super(scope, id);
    this.isGiven = name.isGiven;
    this.name = name.value;
    const given = new Toggle(this, "Default", this.isGiven);
    const zone = new DataAwsRoute53Zone(given, "zone", { name: tfString`${name.value}`, privateZone: false });
    this.zoneId = given.select(zone.zoneId, null);
    this.hostName = tf`(${hostName.value} != null ? ${hostName.value} : ${name.value} != null ? join(".", ["openemr", ${name.value}]) : null)`;
  }
}
