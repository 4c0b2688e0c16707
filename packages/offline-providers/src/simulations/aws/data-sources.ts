import { type CtyObject, type CtyValue, isObject } from "../../cty/types";
import type { Existing, SimulatedAccount } from "./account/simulated-account";
import type { DataSourceAnswer } from "./aws-answers";
import { policyDocument } from "./policy-document";

/** Answers of data sources, by type. One that is not here finds what it is asked for, with made-up attributes. */
export const DATA_SOURCES: Readonly<Record<string, DataSourceAnswer>> = {
  aws_caller_identity: ({ account }) => ({
    account_id: account,
    arn: `arn:aws:iam::${account}:user/offline`,
    id: account,
    user_id: "AIDAOFFLINEOFFLINEOFF",
  }),
  aws_partition: () => ({
    dns_suffix: "amazonaws.com",
    id: "aws",
    partition: "aws",
    reverse_dns_prefix: "com.amazonaws",
  }),
  aws_region: ({ region }) => ({
    description: `Region ${region}`,
    endpoint: `ec2.${region}.amazonaws.com`,
    id: region,
    name: region,
    region,
  }),
  aws_availability_zones: ({ region }) => {
    const letters = ["a", "b", "c"];
    return {
      group_names: [region],
      id: region,
      names: letters.map((letter) => region + letter),
      zone_ids: letters.map((_, i) => `${shortRegion(region)}-az${i + 1}`),
    };
  },
  aws_vpc: ({ region, values, seed, account: owner }, account) => {
    const found = account.find("aws_vpc", values.id ?? null);
    const range = found?.cidr_block ?? "10.0.0.0/16";
    return {
      ...found,
      id: values.id ?? `vpc-${seed.hex(17)}`,
      cidr_block: range,
      cidr_block_associations: [
        { association_id: `vpc-cidr-assoc-${seed.hex(17)}`, cidr_block: range, state: "associated" },
      ],
      enable_dns_hostnames: found?.enable_dns_hostnames ?? true,
      enable_dns_support: found?.enable_dns_support ?? true,
      owner_id: found?.owner_id ?? owner,
      region,
      state: "available",
    };
  },
  // A subnet that others made: the ids that a filter names are one subnet in each zone, in this order.
  aws_subnet: ({ region, values }, account) => {
    const beside = idsOf(values.filter);
    const place = Math.max(0, beside.indexOf(String(values.id)));
    return {
      availability_zone: region + "abc"[place % 3],
      // Which zone a letter is differs by account; some services lack zones with the first numbers.
      availability_zone_id: `${shortRegion(region)}-az${(place % 3) + 4}`,
      available_ip_address_count: 251,
      cidr_block: values.cidr_block ?? `10.0.${place}.0/24`,
      id: values.id!,
      ipv6_cidr_block: "",
      state: "available",
      ...account.find("aws_subnet", values.id),
    };
  },
  aws_network_interface: ({ region, values }, account) =>
    interfacesIn(account, region).find(({ id }) => id === values.id) ?? {},
  aws_network_interfaces: ({ region, values }, account) => {
    const found = interfacesIn(account, region).filter((each) => passesFilters(each, values.filter));
    return { id: region, ids: found.map(({ id }) => String(id)) };
  },
  aws_subnets: ({ region, values }, account) => {
    const found = account
      .resources("aws_subnet")
      .filter((subnet) => subnet.values.region === region && passesFilters(subnet.values, values.filter));
    // Those that are asked for by their ids are there, as a single one is.
    const ids = [...new Set([...found.map((subnet) => String(subnet.values.id)), ...idsOf(values.filter)])];
    return { id: region, ids };
  },
  aws_resourcegroupstaggingapi_resources: ({ region, values, account: accountId }, account) => {
    const tagged = account
      .resources()
      .filter((resource) => regionOfTags(resource, region) === region)
      .map((resource) => ({ ...resource, arn: arnOf(resource, region, accountId) }))
      .filter((resource) => resource.arn && hasTags(resource.values, values.tag_filter))
      .map((resource) => ({
        resource_arn: resource.arn!,
        tags: resource.values.tags_all ?? {},
        compliance_details: [],
      }));
    return { id: region, resource_tag_mapping_list: tagged };
  },
  aws_vpc_endpoint_service: ({ region, values, seed }) => ({
    availability_zones: ["a", "b", "c"].map((letter) => region + letter),
    id: seed.digits(10),
    owner: "amazon",
    service_name: `com.amazonaws.${region}.${values.service}`,
    service_type: values.service_type ?? "Interface",
    vpc_endpoint_policy_supported: true,
  }),
  aws_iam_policy_document: ({ values, seed }) => ({ ...policyDocument(values), id: seed.digits(10) }),
  aws_route53_zone: ({ seed, values, name }) => {
    const zoneId = (values.zone_id as string | null) ?? `Z${seed.capitals(14)}`;
    const zoneName = values.name === null ? `${name}.example` : String(values.name).replace(/\.$/, "");
    return { arn: `arn:aws:route53:::hostedzone/${zoneId}`, id: zoneId, name: zoneName, zone_id: zoneId };
  },
};

/**
 * Interfaces that services made. Only those of EFS are simulated, with the description that they have in the entries of
 * CloudTrail's log in the user guide of EFS.
 */
function interfacesIn(account: SimulatedAccount, region: string): CtyObject[] {
  return account
    .resources("aws_efs_mount_target")
    .filter(({ values }) => (values.region ?? region) === region)
    .map(({ values }) => ({
      id: values.network_interface_id!,
      subnet_id: values.subnet_id!,
      description: `EFS mount target for ${values.file_system_id} (${values.id})`,
    }));
}

/** The ids that filters by the id of a subnet name. */
function idsOf(filters: CtyValue | undefined): string[] {
  if (!Array.isArray(filters)) return [];
  const found = filters.filter(isObject).find(({ name }) => name === "subnet-id");
  return Array.isArray(found?.values) ? found.values.map(String) : [];
}

/**
 * Filters as EC2 has them: `tag:<key>`, or an attribute with hyphens; all must pass, by any of their values, in which `*` is
 * any text.
 */
function passesFilters(resource: CtyObject, filters: CtyValue | undefined): boolean {
  if (!Array.isArray(filters)) return true;
  return filters.filter(isObject).every(({ name, values: wanted }) => {
    const [, tag] = /^tag:(.*)$/.exec(String(name)) ?? [];
    const tags = isObject(resource.tags_all) ? resource.tags_all : {};
    const value = tag === undefined ? resource[String(name).replaceAll("-", "_")] : tags[tag];
    return Array.isArray(wanted) && wanted.some((each) => matches(String(each), value));
  });
}

function matches(pattern: string, value: CtyValue | undefined): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return value !== undefined && value !== null && new RegExp(`^${parts.join(".*")}$`).test(String(value));
}

/** Global Accelerator is in no region, and its API in this one ("Global Accelerator endpoints and quotas"). */
function regionOfTags({ type, values }: Existing, asked: string): CtyValue {
  return type.startsWith("aws_globalaccelerator_") ? "us-west-2" : (values.region ?? asked);
}

/** The provider tells no ARN of a NAT gateway, and the Resource Groups Tagging API does. */
function arnOf({ type, values }: Existing, region: string, accountId: string): CtyValue | undefined {
  const made = type === "aws_nat_gateway" && `arn:aws:ec2:${region}:${accountId}:natgateway/${values.id}`;
  return made || values.arn;
}

/** Filters of the Resource Groups Tagging API: each names a key, and the values of which one must be there. */
function hasTags({ tags_all: tags }: CtyObject, filters: CtyValue | undefined): boolean {
  if (!Array.isArray(filters)) return true;
  return filters.filter(isObject).every(({ key, values: wanted }) => {
    const value = isObject(tags) ? (tags[String(key)] ?? null) : null;
    return value !== null && (!Array.isArray(wanted) || wanted.length === 0 || wanted.includes(value));
  });
}

/** The region's name in the identifiers of availability zones: us-east-1 is use1. */
function shortRegion(region: string): string {
  const [area, direction = "", number] = region.split("-").slice(-3);
  return `${area}${direction.replace(/(north|south|east|west|central)/g, (word) => word[0]!)}${number}`;
}
