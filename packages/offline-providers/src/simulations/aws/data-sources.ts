import type { CtyObject } from "../../cty/types";
import { ACCOUNT_ID, type DescribedResource } from "./described-resource";
import { policyDocument } from "./policy-document";

type Answer = (source: DescribedResource) => CtyObject;

/** The account of the load balancers that write access logs, by region; only a few are needed for a preview. */
const ELB_ACCOUNTS: Record<string, string> = {
  "us-east-1": "127311923021",
  "us-east-2": "033677994240",
  "us-west-1": "027434742980",
  "us-west-2": "797873946194",
  "eu-west-1": "156460612806",
  "eu-central-1": "054676820928",
};

const lookedUp =
  (...attributes: string[]): Answer =>
  // What the configuration asks for exists.
  (source) =>
    Object.fromEntries(attributes.map((name) => [name, source.values[name] ?? source.name]));

/** What the data sources of an account tell. One that is not here answers made-up values by attribute name. */
export const DATA_SOURCES: Record<string, Answer> = {
  aws_caller_identity: () => ({
    account_id: ACCOUNT_ID,
    arn: `arn:aws:iam::${ACCOUNT_ID}:user/offline`,
    id: ACCOUNT_ID,
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
  aws_vpc_endpoint_service: ({ region, values, seed }) => ({
    availability_zones: ["a", "b", "c"].map((letter) => region + letter),
    id: seed.digits(10),
    owner: "amazon",
    service_name: `com.amazonaws.${region}.${values.service}`,
    service_type: values.service_type ?? "Interface",
    vpc_endpoint_policy_supported: true,
  }),
  aws_iam_policy_document: ({ values, seed }) => ({ ...policyDocument(values), id: seed.digits(10) }),
  aws_elb_service_account: ({ region }) => {
    const account = ELB_ACCOUNTS[region] ?? "127311923021";
    return { arn: `arn:aws:iam::${account}:root`, id: account };
  },
  aws_route53_zone: ({ seed, values, name }) => {
    const zoneId = (values.zone_id as string | null) ?? `Z${seed.capitals(14)}`;
    const zoneName = values.name === null ? `${name}.example` : String(values.name).replace(/\.$/, "");
    return { arn: `arn:aws:route53:::hostedzone/${zoneId}`, id: zoneId, name: zoneName, zone_id: zoneId };
  },
  // A zone in which nobody has made a record that could be in the way.
  aws_route53_records: () => ({ resource_record_sets: [] }),
  // Nothing that the configuration says leads to its name.
  aws_ses_active_receipt_rule_set: () => ({ rule_set_name: "" }),
  aws_rds_engine_version: ({ values }) => {
    const version = (values.version ?? values.preferred_versions ?? "8.0.mysql_aurora.3.08.1") as
      | string
      | string[];
    const actual = Array.isArray(version) ? version[0]! : version;
    return { id: actual, version: actual, version_actual: actual };
  },
  aws_prefix_list: ({ seed }) => ({ cidr_blocks: ["203.0.113.0/24"], id: `pl-${seed.hex(8)}` }),
  aws_ec2_managed_prefix_list: ({ seed, region }) => {
    const id = `pl-${seed.hex(8)}`;
    return { arn: `arn:aws:ec2:${region}:aws:prefix-list/${id}`, id, max_entries: 55, owner_id: "AWS" };
  },
  aws_ssm_parameter: ({ values }) => ({
    type: "String",
    value: `made-up value of ${values.name}`,
    version: 1,
  }),
  aws_acm_certificate: (source) => ({ ...lookedUp("domain")(source), status: "ISSUED" }),
  aws_kms_alias: lookedUp("name"),
  aws_secretsmanager_secret: lookedUp("name"),
};

/** The region's name in the identifiers of availability zones: us-east-1 is use1. */
function shortRegion(region: string): string {
  const [area, direction = "", number] = region.split("-").slice(-3);
  return `${area}${direction.replace(/(north|south|east|west|central)/g, (word) => word[0]!)}${number}`;
}
