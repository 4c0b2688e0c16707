import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import type { Entrance } from "../edge/entrance";
import { type Expression, tfString } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import type { Domain } from "./domain";

export interface AddressRecordsProps {
  readonly domain: Domain;
  readonly entrance: Entrance;
  /** Terraform expression of type bool, known at plan time: the entrance has IPv6 addresses. */
  readonly ipv6: Expression;
}

/** Points the name that people open at the entrance, over IPv4 and, where it has that, IPv6. */
export class AddressRecords extends Construct {
  constructor(scope: Construct, id: string, props: AddressRecordsProps) {
    super(scope, id);
    const { domain, entrance } = props;
    const given = new Toggle(this, "Default", domain.isGiven);
    const record = {
      zoneId: tfString`${domain.zoneId}`,
      name: tfString`${domain.hostName}`,
      alias: {
        name: tfString`${entrance.dnsName}`,
        zoneId: tfString`${entrance.zoneId}`,
        // There is nothing else to answer with.
        evaluateTargetHealth: false,
      },
    };
    new Route53Record(given, "ipv4", { ...record, type: "A" });
    new Route53Record(new Toggle(given, "ipv6", props.ipv6), "Default", { ...record, type: "AAAA" });
  }
}
