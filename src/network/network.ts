import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { isGiven, tf, type Value } from "../terraform/expression";
import { select } from "../terraform/instance-scope";
import { declareOutput } from "../terraform/output";
import { DnsQueryLog } from "./dns-query-log";
import { ExistingVpc, type ExistingVpcProps } from "./existing-vpc";
import type { NatGateways } from "./nat-gateways";
import { OwnVpc, type OwnVpcProps } from "./own-vpc";

export interface NetworkProps extends Omit<OwnVpcProps & ExistingVpcProps, "enabled"> {
  /** The load balancer is in private subnets, which the internet does not reach; known at plan time. */
  readonly internalLoadBalancer: Value<boolean>;
  /** Names that are asked of DNS are recorded; known at plan time. */
  readonly enableDnsQueryLog: Value<boolean>;
}

/**
 * The network of the installation: private subnets, for whatever holds or handles data, and public ones. The VPC is the
 * installation's own, or one that exists already; nobody who is given a `Network` has to know which.
 */
export class Network extends Construct {
  readonly vpcId: string;
  /** All IPv4 ranges of the VPC in CIDR notation. */
  readonly vpcRanges: Value<readonly string[]>;
  readonly zoneCount: Value<number>;
  readonly privateSubnetIds: string[];
  /** The zones of the private subnets, in the same order. */
  readonly privateSubnetZones: string[];
  readonly loadBalancer: LoadBalancerSubnets;
  /** Where tasks are that reach the internet: private subnets, or public ones where there is no NAT gateway. */
  readonly taskSubnetIds: string[];
  /** Such a task needs a public address of its own. */
  readonly taskAddresses: Value<boolean>;
  /** There are none in an existing VPC, which has its own way out. */
  readonly natGateways: NatGateways;
  /** Prefix list with the addresses of S3. In a VPC of its own, private subnets reach them without the internet. */
  readonly s3PrefixListId: string;
  /** Log group with the connections; null in an existing VPC, where its owner records them. */
  readonly flowLogGroupName: Value<string | null>;
  readonly dnsQueryLog: DnsQueryLog;
  /** A resource that the internet reaches, or that reaches the internet by itself, exists only as long as these. */
  readonly internetRoutes: ITerraformDependable[];
  /** A service that reaches the internet from a private subnet as soon as it starts waits for these. */
  readonly privateRoutes: ITerraformDependable[];

  private readonly own: OwnVpc;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkProps,
  ) {
    super(scope, id);
    const isOwn = tf`${props.vpcId} == null`;
    const own = new OwnVpc(this, "Default", { ...props, enabled: isOwn });
    const existing = new ExistingVpc(this, "existing", { ...props, enabled: isGiven(props.vpcId) });
    this.own = own;
    const { zones, made, privateSubnet, publicSubnet } = own;
    this.zoneCount = props.zoneCount;
    this.vpcId = made.select(own.vpc.id, props.vpcId).asString;
    this.vpcRanges = made.select([own.vpc.cidrBlock], existing.ranges);
    this.privateSubnetIds = made.select(zones.all(privateSubnet.id), props.privateSubnetIds).asList;
    this.privateSubnetZones = made.select(
      zones.all(privateSubnet.availabilityZone),
      existing.privateSubnets.zones,
    ).asList;
    const publicSubnetIds = made.select(zones.all(publicSubnet.id), props.publicSubnetIds).asList;
    const inPrivate = props.internalLoadBalancer;
    const either = (inPrivateOnes: unknown, inPublicOnes: unknown) =>
      select(inPrivate, inPrivateOnes, inPublicOnes).asList;
    this.loadBalancer = {
      internal: inPrivate,
      subnetIds: either(this.privateSubnetIds, publicSubnetIds),
      zones: either(
        this.privateSubnetZones,
        made.select(zones.all(publicSubnet.availabilityZone), existing.publicSubnets.zones),
      ),
      ranges: either(
        made.select(zones.all(privateSubnet.cidrBlock), existing.privateSubnets.ranges),
        made.select(zones.all(publicSubnet.cidrBlock), existing.publicSubnets.ranges),
      ),
      haveIpv6: made.select(
        true,
        tf`alltrue([for range in ${existing.publicSubnets.ipv6Ranges} : coalesce(range, "none") != "none"])`,
      ),
    };
    this.taskAddresses = tf`!${props.enableNatGateways}`;
    this.taskSubnetIds = select(props.enableNatGateways, this.privateSubnetIds, publicSubnetIds).asList;
    this.natGateways = own.natGateways;
    this.internetRoutes = own.internetRoutes;
    this.privateRoutes = own.privateRoutes;
    this.s3PrefixListId = made.select(own.s3.prefixListId, existing.s3PrefixListId).asString;
    this.flowLogGroupName = made.select(own.flowLog.logGroup.name, null);
    this.dnsQueryLog = new DnsQueryLog(this, "dns_query_log", {
      installation: props.installation,
      enabled: props.enableDnsQueryLog,
      vpcId: this.vpcId,
      retentionDays: props.flowLogRetentionDays,
      logKey: props.logKey,
    });
    declareOutput(this, "vpc_id", "The VPC that everything is in.", this.vpcId);
    declareOutput(
      this,
      "nat_public_ips",
      "Addresses that others see, for their allow lists; none in an existing VPC, which has a way out of its own.",
      this.natGateways.publicIps,
    );
  }

  /** The private subnets that there always are, for what another zone would replace. */
  get lastingPrivateSubnetIds(): string[] {
    return [0, 1].map((zone) => this.privateSubnetId(zone));
  }

  /**
   * The private subnet of one zone. What exists once a zone is made in a `Repeat` over `zoneCount`, whose
   * `index` goes here.
   */
  privateSubnetId(index: Value<number>): string {
    const { zones, made, privateSubnet } = this.own;
    return made.select(zones.at(privateSubnet.id, index), tf`${this.props.privateSubnetIds}[${index}]`)
      .asString;
  }
}

/** The subnets that the load balancer is in: public ones, or private ones of an internal load balancer. */
export interface LoadBalancerSubnets {
  /** Known at plan time. */
  readonly internal: Value<boolean>;
  readonly subnetIds: string[];
  /** The zones of the subnets, in the same order. */
  readonly zones: string[];
  /** IPv4 ranges of the subnets in CIDR notation, in the same order. */
  readonly ranges: string[];
  /** Each public subnet has an IPv6 range. */
  readonly haveIpv6: Value<boolean>;
}
