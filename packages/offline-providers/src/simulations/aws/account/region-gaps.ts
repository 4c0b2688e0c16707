import type { CtyObject } from "../../../cty/types";

/** Something that AWS does not have in each region of its commercial partition. */
export interface RegionGap {
  /** Types that need it. */
  readonly types: RegExp;
  /** Only with values for which this holds. */
  readonly when?: (values: CtyObject) => boolean;
  /** The service in botocore's `endpoints.json`, where that says it. */
  readonly endpoint?: string;
  /** The page of AWS's documentation that says it. */
  readonly page: string;
  readonly missingIn: readonly string[];
}

const SES_PAGE = "general/latest/gr/ses.html";
const WITHOUT_SES = [
  "ap-east-1",
  "ap-east-2",
  "ap-southeast-4",
  "ap-southeast-6",
  "ap-southeast-7",
  "eu-south-2",
  "mx-central-1",
];

/** An endpoint in a VPC, by the end of its service's name. */
const endpointOf = (service: RegExp) => (values: CtyObject) => service.test(String(values.service_name));

/**
 * SES and Bedrock were compared with `endpoints.json` of botocore 1.43.11 on 2026-11-30. Botocore does not tell of the other
 * rows; they are those of the pages named, and were not compared again. Services that it has in every region need no row.
 */
export const REGION_GAPS: readonly RegionGap[] = [
  { types: /^aws_sesv?2?_/, endpoint: "email", page: SES_PAGE, missingIn: WITHOUT_SES },
  {
    types: /^aws_vpc_endpoint$/,
    when: endpointOf(/\.email-smtp$/),
    page: SES_PAGE,
    missingIn: [...WITHOUT_SES, "af-south-1", "ap-southeast-3", "eu-south-1", "me-south-1"],
  },
  {
    types: /^aws_ses_(active_)?receipt_rule/,
    page: SES_PAGE,
    missingIn: [...WITHOUT_SES, "ap-south-2", "ap-southeast-5", "ca-west-1", "eu-central-2", "me-central-1"],
  },
  {
    types: /^aws_vpc_endpoint$/,
    when: endpointOf(/\.bedrock-runtime$/),
    endpoint: "bedrock",
    page: "general/latest/gr/bedrock.html",
    missingIn: ["ap-east-1"],
  },
  {
    types: /^aws_globalaccelerator_endpoint_group$/,
    page: "global-accelerator/latest/dg/preserve-client-ip-address.regions.html",
    missingIn: ["ap-east-2", "ap-southeast-6", "ap-southeast-7", "mx-central-1"],
  },
  {
    types: /^aws_rds_cluster$/,
    when: ({ enable_http_endpoint: on, engine }) => on === true && engine === "aurora-mysql",
    page: "AmazonRDS/latest/AuroraUserGuide/Concepts.Aurora_Fea_Regions_DB-eng.Feature.Data_API.html",
    missingIn: [
      "ap-east-2",
      "ap-south-2",
      "ap-southeast-4",
      "ap-southeast-6",
      "ca-west-1",
      "eu-central-2",
      "il-central-1",
      "mx-central-1",
    ],
  },
];
