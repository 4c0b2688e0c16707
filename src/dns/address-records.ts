import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { asString, tf, tfString, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import type { Domain } from "./domain";
import type { Endpoint } from "./endpoint";
import { ExistingRecord } from "./existing-record";

export interface AddressRecordsProps {
  readonly installation: Installation;
  readonly domain: Domain;
  readonly endpoint: Endpoint;
  /** The endpoint has IPv6 addresses; known at plan time. */
  readonly ipv6: Value<boolean>;
}

/** Points the name that people open at the endpoint, over IPv4 and, where it has that, IPv6. */
export class AddressRecords extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: AddressRecordsProps,
  ) {
    super(scope, id);
    const { domain, endpoint, ipv6 } = props;
    const given = new Toggle(this, "Default", domain.isGiven);
    this.point(given, "A", endpoint.dnsName);
    this.point(new Toggle(given, "ipv6", ipv6), "AAAA", endpoint.dualStackDnsName);
  }

  private point(scope: Toggle, type: "A" | "AAAA", dnsName: Value<string>): void {
    const { installation, domain, endpoint } = this.props;
    const { hostName: name } = domain;
    const existing = new ExistingRecord(scope, `existing_${type.toLowerCase()}`, { domain, name, type });
    // A plan knows the load balancer's name, and not the number behind it; of an accelerator it knows less.
    const loadBalancer = `${installation.names.of("alb", "load-balancer")}-[0-9]+[.]${installation.region}[.]elb`;
    const own = tf`join("", ["^(dualstack[.])?", ${loadBalancer}, "[.]|[.]awsglobalaccelerator[.]"])`;
    new Route53Record(scope, type === "A" ? "ipv4" : "Default", {
      zoneId: asString(domain.zoneId),
      name: asString(name),
      type,
      alias: {
        name: asString(dnsName),
        zoneId: asString(endpoint.zoneId),
        // There is nothing else to answer with.
        evaluateTargetHealth: false,
      },
      dependsOn: [...endpoint.ready],
      lifecycle: {
        precondition: [
          existing.unlessOthersThan(
            own,
            tfString`join("", ["route53_domain is ", jsonencode(${domain.name}), ", but"])`,
            "Set host_name to another name in the domain",
          ),
        ],
      },
    });
  }
}
