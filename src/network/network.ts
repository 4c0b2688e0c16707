import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { DataAwsSubnets } from "@cdktf/provider-aws/lib/data-aws-subnets";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcEndpointRouteTableAssociation } from "@cdktf/provider-aws/lib/vpc-endpoint-route-table-association";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { UNSUITABLE_ZONES } from "../aws/regions";
import { asString, tf, tfString, type Value } from "../terraform/expression";
import { Repeat, select, Toggle } from "../terraform/instance-scope";
import { declareOutput } from "../terraform/output";
import { DnsQueryLog } from "./dns-query-log";
import { FlowLog } from "./flow-log";
import { NatGateways } from "./nat-gateways";

export interface NetworkProps {
  readonly installation: Installation;
  /** IPv4 range of the VPC in CIDR notation, /16 to /20; a Terraform expression. */
  readonly cidr: Value<string>;
  /** Number of availability zones, 2 or 3; a Terraform expression known at plan time. */
  readonly zoneCount: Value<number>;
  /** False for none: tasks are in public subnets then; a Terraform expression known at plan time. */
  readonly enableNatGateways: Value<boolean>;
  /** True for one NAT gateway in all, false for one in each zone; a Terraform expression known at plan time. */
  readonly singleNatGateway: Value<boolean>;
  /** Days for which the record of connections is kept. */
  readonly flowLogRetentionDays: Value<number>;
  /** Names that are asked of DNS are recorded; known at plan time. */
  readonly enableDnsQueryLog: Value<boolean>;
  /** Encrypts log groups; its policy lets CloudWatch Logs use it. */
  readonly logKey: EncryptionKey;
}

/**
 * The VPC: in each availability zone a private subnet, for whatever holds or handles data, and a public one,
 * only for load balancers and NAT gateways.
 *
 * Private subnets take the first three quarters of the range, public ones sixteenths of the last quarter, so
 * that going from two zones to three only adds. The VPC has an IPv6 range at no cost; load balancers use it,
 * the private subnets do not.
 */
export class Network extends Construct {
  readonly vpc: Vpc;
  readonly zoneCount: Value<number>;
  readonly privateSubnetIds: string[];
  /** The zones of the private subnets, in the same order. */
  readonly privateSubnetZones: string[];
  readonly publicSubnetIds: string[];
  /** IPv4 ranges of the public subnets in CIDR notation, in the same order. */
  readonly publicSubnetRanges: string[];
  /** Where tasks are that reach the internet: private subnets, or public ones where there is no NAT gateway. */
  readonly taskSubnetIds: string[];
  /** Terraform expression of type bool: such a task needs a public address of its own. */
  readonly taskAddresses: Value<boolean>;
  readonly natGateways: NatGateways;
  /** Prefix list with the addresses of S3, which private subnets reach without the internet. */
  readonly s3PrefixListId: string;
  readonly flowLog: FlowLog;
  readonly dnsQueryLog: DnsQueryLog;
  /** A resource that the internet reaches, or that reaches the internet by itself, exists only as long as these. */
  readonly internetRoutes: ITerraformDependable[];
  /** A service that reaches the internet from a private subnet as soon as it starts waits for these. */
  readonly privateRoutes: ITerraformDependable[];

  private readonly zones: Repeat;
  private readonly privateSubnet: Subnet;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { installation } = props;
    this.zoneCount = props.zoneCount;
    const named = (part: string) => ({ Name: installation.names.of(part) });

    // Local zones and the like have to be opted in to and lack most services.
    const available = new DataAwsAvailabilityZones(this, "available", {
      state: "available",
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
      excludeZoneIds: [...new Set(Object.values(UNSUITABLE_ZONES).flat())],
    });
    // Terraform would delete the third zone's NAT gateway and mount target before AWS refused to delete its subnet.
    const thirdZone = new DataAwsSubnets(this, "third_zone", {
      filter: [{ name: "tag:Name", values: [`${installation.names.of("private")}-3`] }],
    });
    this.vpc = new Vpc(this, "vpc", {
      cidrBlock: asString(props.cidr),
      enableDnsSupport: true,
      enableDnsHostnames: true,
      assignGeneratedIpv6CidrBlock: true,
      tags: named("vpc"),
      lifecycle: {
        precondition: [
          {
            condition: tf`length(${available.names}) >= ${props.zoneCount}`,
            errorMessage: `availability_zone_count is ${props.zoneCount}, but ${installation.region} has ${tf`length(${available.names})`} availability zones that an installation can use. Lower it or choose another region.`,
          },
          {
            condition: tf`${props.zoneCount} >= 3 || length(${thirdZone.ids}) == 0`,
            errorMessage: `availability_zone_count is ${props.zoneCount}, but the installation is in 3 availability zones, where the database, the cache and the files stay. Nothing was changed. Set availability_zone_count = 3.`,
          },
        ],
      },
    });
    // AWS opens this group to itself and to everywhere, and whoever names no group gets it: no rules at all.
    new DefaultSecurityGroup(this, "default", { vpcId: this.vpc.id, tags: named("default-closed") });

    this.zones = new Repeat(this, "Default", props.zoneCount);
    const { index } = this.zones;
    const inZone = (subnet: string) => ({
      vpcId: this.vpc.id,
      availabilityZone: tfString`${available.names}[${index}]`,
      mapPublicIpOnLaunch: false,
      tags: { Name: `${installation.names.of(subnet)}-${tf`${index} + 1`}` },
      // A zone that AWS adds to the region changes the list above; no existing subnet may move for it.
      lifecycle: { ignoreChanges: ["availability_zone"] },
    });
    this.privateSubnet = new Subnet(this.zones, "private", {
      ...inZone("private"),
      cidrBlock: tfString`cidrsubnet(${this.vpc.cidrBlock}, 2, ${index})`,
    });
    const publicSubnet = new Subnet(this.zones, "public", {
      ...inZone("public"),
      cidrBlock: tfString`cidrsubnet(${this.vpc.cidrBlock}, 4, 12 + ${index})`,
      ipv6CidrBlock: tfString`cidrsubnet(${this.vpc.ipv6CidrBlock}, 8, ${index})`,
      assignIpv6AddressOnCreation: false,
    });
    this.privateSubnetIds = this.zones.all(this.privateSubnet.id);
    this.privateSubnetZones = this.zones.all(this.privateSubnet.availabilityZone);
    this.publicSubnetIds = this.zones.all(publicSubnet.id);
    this.publicSubnetRanges = this.zones.all(publicSubnet.cidrBlock);
    this.taskAddresses = tf`!${props.enableNatGateways}`;
    this.taskSubnetIds = select(props.enableNatGateways, this.privateSubnetIds, this.publicSubnetIds).asList;

    const internet = new InternetGateway(this, "internet", { vpcId: this.vpc.id, tags: named("internet") });
    const publicRoutes = new RouteTable(this, "public", { vpcId: this.vpc.id, tags: named("public") });
    const toInternet = { routeTableId: publicRoutes.id, gatewayId: internet.id };
    this.internetRoutes = [
      new Route(this, "public_ipv4", { ...toInternet, destinationCidrBlock: "0.0.0.0/0" }),
      new Route(this, "public_ipv6", { ...toInternet, destinationIpv6CidrBlock: "::/0" }),
      new RouteTableAssociation(this.zones, "public_routes", {
        subnetId: publicSubnet.id,
        routeTableId: publicRoutes.id,
      }),
    ];

    this.natGateways = new NatGateways(this, "nat", {
      installation,
      count: tf`(${props.enableNatGateways} ? (${props.singleNatGateway} ? 1 : ${props.zoneCount}) : 0)`,
      publicSubnetIds: this.publicSubnetIds,
      internetRoutes: this.internetRoutes,
    });
    const privateRoutes = new RouteTable(this.zones, "private_routes", {
      vpcId: this.vpc.id,
      tags: { Name: `${installation.names.of("private")}-${tf`${index} + 1`}` },
    });
    this.privateRoutes = [
      new RouteTableAssociation(this.zones, "private_routes_of_subnet", {
        subnetId: this.privateSubnet.id,
        routeTableId: privateRoutes.id,
      }),
      new Route(new Toggle(this.zones, "Default", props.enableNatGateways), "private_ipv4", {
        routeTableId: privateRoutes.id,
        destinationCidrBlock: "0.0.0.0/0",
        natGatewayId: this.natGateways.idFor(tf`${props.singleNatGateway} ? 0 : ${index}`),
      }),
    ];
    // Free, and keeps traffic with S3 out of the metered NAT gateways: image layers of AWS's registries,
    // exports, session logs. Its policy stays open, because layers come from buckets of other accounts; what
    // may be done in S3 is decided by each role.
    const s3 = new VpcEndpoint(this, "s3", {
      vpcId: this.vpc.id,
      serviceName: `com.amazonaws.${installation.region}.s3`,
      vpcEndpointType: "Gateway",
      tags: named("s3"),
    });
    new VpcEndpointRouteTableAssociation(this.zones, "s3_route", {
      vpcEndpointId: s3.id,
      routeTableId: privateRoutes.id,
    });
    this.s3PrefixListId = s3.prefixListId;
    this.flowLog = new FlowLog(this, "flow_log", {
      installation,
      vpc: this.vpc,
      retentionDays: props.flowLogRetentionDays,
      logKey: props.logKey,
    });
    this.dnsQueryLog = new DnsQueryLog(this, "dns_query_log", {
      installation,
      enabled: props.enableDnsQueryLog,
      vpcId: this.vpc.id,
      retentionDays: props.flowLogRetentionDays,
      logKey: props.logKey,
    });
    declareOutput(this, "vpc_id", "The VPC that everything is in.", this.vpc.id);
    declareOutput(
      this,
      "nat_public_ips",
      "Addresses that others see, for their allow lists.",
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
    return this.zones.at(this.privateSubnet.id, index).asString;
  }
}
