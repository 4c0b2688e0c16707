import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Construct } from "constructs";
import { asString, isGiven, tf, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";

export interface DomainProps {
  /** Name of the public hosted zone, or null. */
  readonly name: Value<string | null>;
  /** Name that people open, or null for `openemr.<name>`. */
  readonly hostName: Value<string | null>;
}

/**
 * The domain of the installation, if it has one: a public hosted zone of Route 53 that exists already and is
 * only looked up. What writes into the zone is made below a `Toggle` on {@link isGiven}.
 */
export class Domain extends Construct {
  /** Known at plan time. */
  readonly isGiven: Value<boolean>;
  /** Null without a domain. */
  readonly name: Value<string | null>;
  /** Null without a domain. */
  readonly zoneId: Value<string | null>;
  /** Name that people open. Null where neither a domain nor a name of its own is given. */
  readonly hostName: Value<string | null>;

  constructor(scope: Construct, id: string, { name, hostName }: DomainProps) {
    super(scope, id);
    this.isGiven = isGiven(name);
    this.name = name;
    const given = new Toggle(this, "Default", this.isGiven);
    const zone = new DataAwsRoute53Zone(given, "zone", { name: asString(name), privateZone: false });
    this.zoneId = given.select(zone.zoneId, null);
    this.hostName = tf`(${hostName} != null ? ${hostName} : ${name} != null ? join(".", ["openemr", ${name}]) : null)`;
  }
}
