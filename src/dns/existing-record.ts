import { DataAwsRoute53Records } from "@cdktf/provider-aws/lib/data-aws-route53-records";
import { Construct } from "constructs";
import { asString, tf, tfString, type Value } from "../terraform/expression";
import type { Domain } from "./domain";

export interface ExistingRecordProps {
  readonly domain: Domain;
  /** e.g. `_dmarc.example.org` */
  readonly name: Value<string | null>;
  readonly type: "A" | "AAAA" | "CNAME" | "MX" | "TXT";
}

/**
 * A record as the zone has it when a plan is made, be it the stack's own or somebody else's. What would take the
 * name is refused by {@link unlessOthers}: AWS refuses it as well, but in the middle of an apply.
 */
export class ExistingRecord extends Construct {
  /** Its values, without quotes, or the name that an alias has; empty where there is no such record. */
  readonly values: Value<readonly string[]>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExistingRecordProps,
  ) {
    super(scope, id);
    const { domain, name, type } = props;
    const found = new DataAwsRoute53Records(this, "Default", {
      zoneId: asString(domain.zoneId),
      nameRegex: tfString`join("", ["^", replace(${name}, ".", "[.]"), "[.]$"])`,
    });
    // Null where none is found.
    const records = tf`(${found.resourceRecordSets} == null ? [] : ${found.resourceRecordSets})`;
    const values = tf`[for each in record.resource_records : trim(each.value, "\\"")]`;
    // There is no other record beside a CNAME.
    const takesTheName = tf`contains([${type}, "CNAME"], record.type)`;
    this.values = tf`flatten([for record in ${records} : try(${values}, [record.alias_target.dns_name], ["an alias"]) if ${takesTheName}])`;
  }

  /**
   * A condition that has to hold before a resource makes the record.
   *
   * @param own every value that the stack itself gives the record
   * @param variable the variable that has the record made
   */
  unlessOthers(own: readonly Value<string>[], variable: string) {
    return this.unless(
      tf`setsubtract(${this.values}, ${own})`,
      `${variable} is true, but`,
      `Set ${variable} = false`,
    );
  }

  /**
   * A condition like {@link unlessOthers}, where only the form of the stack's own values is known.
   *
   * @param own a regular expression
   * @param given what has the record made
   * @param wayOut how to do without it
   */
  unlessOthersThan(own: Value<string>, given: string, wayOut: string) {
    const others = tf`[for value in ${this.values} : value if length(regexall(${own}, value)) == 0]`;
    return this.unless(others, given, wayOut);
  }

  private unless(others: Value<readonly string[]>, given: string, wayOut: string) {
    const { name, type } = this.props;
    const article = type.startsWith("A") ? "an" : "a";
    return {
      condition: tf`length(${others}) == 0`,
      errorMessage: `${given} ${asString(name)} has ${article} ${type} record already, ${tf`jsonencode(${this.values})`}, which stays as it is. ${wayOut}, or delete that record first.`,
    };
  }
}
