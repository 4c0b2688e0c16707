import { DataAwsRoute53Records } from "@cdktf/provider-aws/lib/data-aws-route53-records";
import { Construct } from "constructs";
import { type Expression, tf, tfString } from "../terraform/expression";
import type { Domain } from "./domain";

export interface ExistingRecordProps {
  readonly domain: Domain;
  /** e.g. `_dmarc.example.org` */
  readonly name: Expression;
  readonly type: "CNAME" | "MX" | "TXT";
}

/**
 * A record as the zone has it when a plan is made, be it the stack's own or somebody else's. What would take the
 * name is refused by {@link unlessOthers}: AWS refuses it as well, but in the middle of an apply.
 */
export class ExistingRecord extends Construct {
  /** Its values, without quotes; empty where there is no such record. */
  readonly values: Expression;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExistingRecordProps,
  ) {
    super(scope, id);
    const { domain, name, type } = props;
    const found = new DataAwsRoute53Records(this, "Default", {
      zoneId: tfString`${domain.zoneId}`,
      nameRegex: tfString`join("", ["^", replace(${name}, ".", "[.]"), "[.]$"])`,
    });
    // Null where none is found.
    const records = tf`(${found.resourceRecordSets} == null ? [] : ${found.resourceRecordSets})`;
    this.values = tf`flatten([for record in ${records} : try([for each in record.resource_records : trim(each.value, "\\"")], ["an alias"]) if record.type == ${type}])`;
  }

  /**
   * What has to hold before a resource makes the record.
   *
   * @param own every value that the stack itself gives the record
   * @param variable the variable that has the record made
   */
  unlessOthers(own: readonly Expression[], variable: string) {
    const { name, type } = this.props;
    return {
      condition: tf`length(setsubtract(${this.values}, ${own})) == 0`,
      errorMessage: `${variable} is true, but ${tf`${name}`} has a ${type} record already, ${tf`jsonencode(${this.values})`}, which stays as it is. Set ${variable} = false, or delete that record first.`,
    };
  }
}
