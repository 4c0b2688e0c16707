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
import { Repeat, Toggle } from "../terraform/instance-scope";
import { FlowLog } from "./flow-log";
import { NatGateways } from "./nat-gateways";

export interface OwnVpcProps {
  readonly installation: Installation;
  /** False where the installation is in a VPC that exists already; a Terraform expression known at plan time. */
  readonly enabled: Value<boolean>;
  /** IPv4 range of the VPC in CIDR notation, /16 to /20; a Terraform expression. */
  readonly cidr: Value<string>;
  /** Number of availability zones, 2 or 3; a Terraform expression known at plan time. */
  readonly zoneCount: Value<number>;
  /** False for none; a Terraform expression known at plan time. */
  readonly enableNatGateways: Value<boolean>;
  /** True for one NAT gateway in all, false for one in each zone; a Terraform expression known at plan time. */
  readonly singleNatGateway: Value<boolean>;
  /** Days for which the record of connections is kept. */
  readonly flowLogRetentionDays: Value<number>;
  /** Encrypts log groups; its policy lets CloudWatch Logs use it. */
  readonly logKey: EncryptionKey;
}

/**
 * The VPC that the installation makes: in each availability zone a private subnet, for whatever holds or handles data,
 * and a public one, only for load balancers and NAT gateways.
 *
 * Private subnets take the first three quarters of the range, public ones sixteenths of the last quarter, so
 * that going from two zones to three only adds. The VPC has an IPv6 range at no cost; load balancers use it,
 * the private subnets do not.
 */
export class OwnVpc extends Construct {
  /** Everything but the NAT gateways is below it. */
  readonly made: Toggle;
  readonly vpc: Vpc;
  /** Once a zone. */
  readonly zones: Repeat;
  readonly privateSubnet: Subnet;
  readonly publicSubnet: Subnet;
  readonly natGateways: NatGateways;
  readonly s3: VpcEndpoint;
  readonly flowLog: FlowLog;
  /** A resource that the internet reaches, or that reaches the internet by itself, exists only as long as these. */
  readonly internetRoutes: ITerraformDependable[];
  /** A service that reaches the internet from a private subnet as soon as it starts waits for these. */
  readonly privateRoutes: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: OwnVpcProps) {
    super(scope, id);
    const { installation } = props;
    this.made = new Toggle(this, "Default", props.enabled);
    const named = (part: string) => ({ Name: installation.names.of(part) });

    // Local zones and the like have to be opted in to and lack most services.
    const available = new DataAwsAvailabilityZones(this.made, "available", {
      state: "available",
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
      excludeZoneIds: [...new Set(Object.values(UNSUITABLE_ZONES).flat())],
    });
    // Terraform would delete the third zone's NAT gateway and mount target before AWS refused to delete its subnet.
    const thirdZone = new DataAwsSubnets(this.made, "third_zone", {
      filter: [{ name: "tag:Name", values: [`${installation.names.of("private")}-3`] }],
    });
    this.vpc = new Vpc(this.made, "vpc", {
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
    const vpcId = this.vpc.id;
    // AWS opens this group to itself and to everywhere, and whoever names no group gets it: no rules at all.
    new DefaultSecurityGroup(this.made, "default", { vpcId, tags: named("default-closed") });

    this.zones = new Repeat(this.made, "Default", props.zoneCount);
    const { index } = this.zones;
    const inZone = (subnet: string) => ({
      vpcId,
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
    this.publicSubnet = new Subnet(this.zones, "public", {
      ...inZone("public"),
      cidrBlock: tfString`cidrsubnet(${this.vpc.cidrBlock}, 4, 12 + ${index})`,
      ipv6CidrBlock: tfString`cidrsubnet(${this.vpc.ipv6CidrBlock}, 8, ${index})`,
      assignIpv6AddressOnCreation: false,
    });

    const internet = new InternetGateway(this.made, "internet", { vpcId, tags: named("internet") });
    const publicRoutes = new RouteTable(this.made, "public", { vpcId, tags: named("public") });
    const toInternet = { routeTableId: publicRoutes.id, gatewayId: internet.id };
    this.internetRoutes = [
      new Route(this.made, "public_ipv4", { ...toInternet, destinationCidrBlock: "0.0.0.0/0" }),
      new Route(this.made, "public_ipv6", { ...toInternet, destinationIpv6CidrBlock: "::/0" }),
      new RouteTableAssociation(this.zones, "public_routes", {
        subnetId: this.publicSubnet.id,
        routeTableId: publicRoutes.id,
      }),
    ];

    this.natGateways = new NatGateways(this, "nat", {
      installation,
      count: tf`(${props.enabled} && ${props.enableNatGateways} ? (${props.singleNatGateway} ? 1 : ${props.zoneCount}) : 0)`,
      publicSubnetIds: this.zones.all(this.publicSubnet.id),
      internetRoutes: this.internetRoutes,
    });
    const privateRoutes = new RouteTable(this.zones, "private_routes", {
      vpcId,
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
    this.s3 = new VpcEndpoint(this.made, "s3", {
      vpcId,
      serviceName: `com.amazonaws.${installation.region}.s3`,
      vpcEndpointType: "Gateway",
      tags: named("s3"),
    });
    new VpcEndpointRouteTableAssociation(this.zones, "s3_route", {
      vpcEndpointId: this.s3.id,
      routeTableId: privateRoutes.id,
    });
    this.flowLog = new FlowLog(this.made, "flow_log", {
      installation,
      vpc: this.vpc,
      retentionDays: props.flowLogRetentionDays,
      logKey: props.logKey,
    });
  }
}
