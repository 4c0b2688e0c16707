import { TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { Endpoint } from "../dns/endpoint";
import { Check } from "../terraform/check";
import { tf, type Value } from "../terraform/expression";
import { declareOutput } from "../terraform/output";
import type { Https } from "./https";

export interface SiteAddressProps {
  readonly https: Https;
  /** Name that people open; null where nobody said one. */
  readonly hostName: Value<string | null>;
  /** Answers by its own name where there is no other. */
  readonly endpoint: Endpoint;
}

/** The address at which people open OpenEMR, and which OpenEMR gives out as its own. */
export class SiteAddress extends Construct {
  /** e.g. `https://openemr.example.org`, without a slash at the end. */
  readonly url: Value<string>;

  constructor(scope: Construct, id: string, { https, hostName, endpoint }: SiteAddressProps) {
    super(scope, id);
    const url = tf`join("", [${https.enabled} ? "https" : "http", "://", ${hostName} == null ? ${endpoint.dualStackDnsName} : ${hostName}])`;
    this.url = tf`${new TerraformLocal(this, "Default", url).asString}`;
    declareOutput(this, "url", "Address of OpenEMR.", this.url);
    new Check(this, "certificate_name", {
      condition: tf`!(${https.enabled}) || ${hostName} != null`,
      warning:
        "OpenEMR gives out the load balancer's or accelerator's own name as its address, which no certificate covers, so browsers and API clients refuse it. Set host_name to a name that certificate_arn covers, or route53_domain.",
    });
  }
}
