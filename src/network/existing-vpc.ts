import { DataAwsEc2ManagedPrefixList } from "@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list";
import { DataAwsNetworkInterfaces } from "@cdktf/provider-aws/lib/data-aws-network-interfaces";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsSubnets } from "@cdktf/provider-aws/lib/data-aws-subnets";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { UNSUITABLE_ZONES } from "../aws/regions";
import { Check } from "../terraform/check";
import { asString, rawExpression, tf, type Value } from "../terraform/expression";
import { Repeat, Toggle } from "../terraform/instance-scope";

export interface ExistingVpcProps {
  readonly installation: Installation;
  /** False where the installation makes its own VPC; a Terraform expression known at plan time. */
  readonly enabled: Value<boolean>;
  readonly vpcId: Value<string | null>;
  /** One in each availability zone, with a way out of its own. */
  readonly privateSubnetIds: Value<readonly string[]>;
  /** For a load balancer that the internet reaches. */
  readonly publicSubnetIds: Value<readonly string[]>;
}

/** Subnets of an existing VPC, each in the order of the variable. */
interface ExistingSubnets {
  readonly zones: string[];
  /** IPv4 ranges in CIDR notation. */
  readonly ranges: string[];
  /** IPv6 ranges in CIDR notation; an empty text for a subnet that has none. */
  readonly ipv6Ranges: string[];
}

/**
 * The longest prefix of a subnet. Elastic Load Balancing asks for /27 ("Subnets for your load balancer"); in a private
 * one are tasks, the database, the cache, the files and endpoints, and twice the tasks during a deployment.
 */
const LONGEST_PREFIX = { private: 26, public: 27 } as const;

/** A deployment takes addresses for new tasks before it ends the others. */
export const FREE_ADDRESSES = 16;

/**
 * A VPC that exists already, with its subnets and its own way out, which stay as they are. Each plan looks them up and
 * checks them before anything is made; `npm run check` looks at routes, endpoints and the flow log as well.
 */
export class ExistingVpc extends Construct {
  /** All IPv4 ranges of the VPC. */
  readonly ranges: Value<readonly string[]>;
  readonly privateSubnets: ExistingSubnets;
  readonly publicSubnets: ExistingSubnets;
  readonly s3PrefixListId: string;

  constructor(scope: Construct, id: string, props: ExistingVpcProps) {
    super(scope, id);
    const { installation, vpcId, privateSubnetIds } = props;
    const given = new Toggle(this, "Default", props.enabled);
    this.privateSubnets = this.lookUp("private", privateSubnetIds);
    this.publicSubnets = this.lookUp("public", props.publicSubnetIds);
    const ids = tf`concat(${privateSubnetIds}, ${props.publicSubnetIds})`;
    new DataAwsSubnets(given, "Default", {
      filter: [
        { name: "vpc-id", values: [asString(vpcId)] },
        { name: "subnet-id", values: ids.asList },
      ],
      lifecycle: {
        postcondition: [
          {
            condition: tf`length(setsubtract(${ids}, ${rawExpression("self.ids")})) == 0`,
            errorMessage: `private_subnet_ids and public_subnet_ids have ${tf`join(", ", setsubtract(${ids}, ${rawExpression("self.ids")}))`}, which are not in ${vpcId}, the VPC of vpc_id. Give subnets of that VPC.`,
          },
        ],
      },
    });
    const filesInterfaces = new DataAwsNetworkInterfaces(given, "files", {
      filter: [
        { name: "vpc-id", values: [asString(vpcId)] },
        { name: "group-name", values: [installation.names.of("files")] },
      ],
    });
    const inUse = tf`length(${filesInterfaces.ids})`;
    const vpc = new DataAwsVpc(given, "vpc", {
      id: asString(vpcId),
      lifecycle: {
        precondition: [
          this.oneInEachZone("private", this.privateSubnets.zones),
          this.oneInEachZone("public", this.publicSubnets.zones),
          {
            // Terraform would delete the mount target before AWS refused to take the subnet from the database.
            condition: tf`${inUse} <= length(${privateSubnetIds})`,
            errorMessage: `private_subnet_ids has ${tf`length(${privateSubnetIds})`} subnets, but the installation is in ${inUse}, where the database, the cache and the files stay. Nothing was changed. Give all of them.`,
          },
        ],
        postcondition: [
          {
            // Only its owner makes endpoints in it (VPC user guide, "Responsibilities and permissions for owners and
            // participants"), and ElastiCache makes one for a serverless cache with the rights of its caller.
            condition: tf`${rawExpression("self.owner_id")} == ${installation.accountId}`,
            errorMessage: `vpc_id is ${tf`jsonencode(${vpcId})`}, but that VPC is of account ${rawExpression("self.owner_id")}, which shares it, and AWS lets only that account make VPC endpoints there, which the cache needs. Give a VPC of the installation's own account, or none: the installation then makes one.`,
          },
          {
            condition: rawExpression("self.enable_dns_support && self.enable_dns_hostnames"),
            errorMessage: `vpc_id is ${tf`jsonencode(${vpcId})`}, but that VPC has no DNS support or gives out no DNS names, by which tasks find the files and AWS's services. Turn on both: aws ec2 modify-vpc-attribute --vpc-id <id> --enable-dns-support, then --enable-dns-hostnames.`,
          },
        ],
      },
    });
    // A range that was taken away stays in the list for a while.
    this.ranges = given.select(
      tf`[for each in ${vpc.cidrBlockAssociations} : each.cidr_block if each.state == "associated"]`,
      [],
    );
    this.s3PrefixListId = new DataAwsEc2ManagedPrefixList(given, "s3", {
      name: `com.amazonaws.${installation.region}.s3`,
    }).id;
  }

  private lookUp(kind: "private" | "public", ids: Value<readonly string[]>): ExistingSubnets {
    const each = new Repeat(this, kind, tf`length(${ids})`);
    const refused = (condition: string, text: string) => ({
      condition: rawExpression(condition),
      errorMessage: `${kind}_subnet_ids has ${rawExpression("self.id")}, but ${text}`,
    });
    const unsuitable = [...new Set(Object.values(UNSUITABLE_ZONES).flat())];
    const prefix = LONGEST_PREFIX[kind];
    const subnet = new DataAwsSubnet(each, "Default", {
      id: tf`${ids}[${each.index}]`.asString,
      // One id finds one subnet; the others are told so that what plans without an account can tell zones apart.
      filter: [{ name: "subnet-id", values: tf`tolist(${ids})`.asList }],
      lifecycle: {
        postcondition: [
          refused(
            `!contains(${JSON.stringify(unsuitable)}, self.availability_zone_id)`,
            `its availability zone ${rawExpression("self.availability_zone_id")} lacks services that an installation needs. Give a subnet in another zone.`,
          ),
          refused(
            `tonumber(split("/", self.cidr_block)[1]) <= ${prefix}`,
            `its range ${rawExpression("self.cidr_block")} is smaller than /${prefix}, so it has too few addresses. Give a larger subnet.`,
          ),
        ],
      },
    });
    new Check(this, `${kind}_free_addresses`, {
      condition: tf`alltrue([for free in ${each.all(subnet.availableIpAddressCount)} : free >= ${FREE_ADDRESSES}])`,
      warning: `A subnet of ${kind}_subnet_ids has fewer than ${FREE_ADDRESSES} free addresses, so a deployment may find none for its new tasks. Free some, or have the VPC's owner look at it.`,
    });
    return {
      zones: each.all(subnet.availabilityZone),
      ranges: each.all(subnet.cidrBlock),
      ipv6Ranges: each.all(subnet.ipv6CidrBlock),
    };
  }

  private oneInEachZone(kind: "private" | "public", zones: string[]) {
    return {
      condition: tf`length(distinct(${zones})) == length(${zones})`,
      errorMessage: `${kind}_subnet_ids must have one subnet in each availability zone, but they are in ${tf`join(", ", ${zones})`}. Load balancers and file systems take one subnet of a zone.`,
    };
  }
}
