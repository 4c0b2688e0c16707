import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { AddressRecords } from "../dns/address-records";
import { Certificate } from "../dns/certificate";
import type { Domain } from "../dns/domain";
import type { Network } from "../network/network";
import { hasItems, isGiven, tf, type Value } from "../terraform/expression";
import { GlobalAccelerator } from "./global-accelerator";
import { type Https, httpsWith } from "./https";
import { LoadBalancer, type LoadBalancerProps } from "./load-balancer";
import { SiteAddress } from "./site-address";
import { strictTransport } from "./strict-transport";
import { WebFirewall, type WebFirewallProps } from "./web-firewall";

export interface EdgeProps {
  readonly installation: Installation;
  readonly network: Network;
  readonly domain: Domain;
  /** Encrypts the firewall's log. */
  readonly logKey: EncryptionKey;
  /** The operator's own certificate, or null for one that is made for the domain. */
  readonly certificateArn: Value<string | null>;
  /** People come over AWS's network with Global Accelerator; known at plan time. */
  readonly enableGlobalAccelerator: Value<boolean>;
  readonly loadBalancer: Omit<LoadBalancerProps, "installation" | "network" | "https">;
  readonly firewall: Omit<WebFirewallProps, "installation" | "loadBalancer" | "logKey">;
}

/** The way of people to OpenEMR: its address and certificate, the accelerator, the firewall and the load balancer. */
export class Edge extends Construct {
  readonly loadBalancer: LoadBalancer;
  readonly firewall: WebFirewall;
  readonly https: Https;
  /** Any address may connect, and not only some ranges; known at plan time. */
  readonly isOpen: Value<boolean>;
  /** Where people open OpenEMR, without a slash at the end, e.g. `https://openemr.example.org`. */
  readonly url: Value<string>;
  /** Value of the header Strict-Transport-Security; an empty text without HTTPS. */
  readonly strictTransport: Value<string | null>;

  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id);
    const { installation, network, domain, logKey, certificateArn } = props;
    const certificate = new Certificate(this, "certificate", {
      installation,
      domain,
      unless: isGiven(certificateArn),
    });
    const https = httpsWith(installation, { certificateArn, certificate, hasDomain: domain.isGiven });
    this.https = https;
    const { ipv4Ranges, ipv6Ranges } = props.loadBalancer;
    this.isOpen = tf`(contains(${ipv4Ranges}, "0.0.0.0/0") || contains(${ipv6Ranges}, "::/0"))`;
    this.loadBalancer = new LoadBalancer(this, "edge", {
      installation,
      network,
      https,
      ...props.loadBalancer,
    });
    const ipv6 = hasItems(ipv6Ranges);
    const { endpoint } = new GlobalAccelerator(this, "accelerator", {
      installation,
      enabled: props.enableGlobalAccelerator,
      loadBalancer: this.loadBalancer,
      https,
      ipv6,
    });
    new AddressRecords(this, "address", { installation, domain, endpoint, ipv6 });
    const siteAddress = new SiteAddress(this, "site_address", { https, hostName: domain.hostName, endpoint });
    this.url = siteAddress.url;
    this.strictTransport = strictTransport(https, domain);
    this.firewall = new WebFirewall(this, "firewall", {
      installation,
      loadBalancer: this.loadBalancer,
      logKey,
      ...props.firewall,
    });
  }
}
