import { type Expression, tf } from "../terraform/expression";
import type { Rule } from "../terraform/variable";

/** Regions of the commercial partition: `endpoints.json` of botocore 1.43, with which a test compares them. */
export const REGIONS = [
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-central-1",
  "ca-west-1",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "mx-central-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
] as const;

/** The code of a region, such as us-east-1. */
export type Region = (typeof REGIONS)[number];

/** Something of AWS's that not every region has. */
export interface RegionalFeature {
  /** As it completes "where AWS has no ...". */
  readonly name: string;
  readonly missingIn: readonly Region[];
  /** The service in botocore's `endpoints.json`, where that says it; a test compares them. */
  readonly endpoint?: string;
  /** AWS's page, where botocore does not say it. */
  readonly page?: string;
  /** When the page was read, as YYYY-MM-DD; a test asks for another look after a year. */
  readonly read?: string;
}

const GENERAL_REFERENCE_OF_SES = "https://docs.aws.amazon.com/general/latest/gr/ses.html";
const WITHOUT_SES = [
  "ap-east-1",
  "ap-east-2",
  "ap-southeast-4",
  "ap-southeast-6",
  "ap-southeast-7",
  "eu-south-2",
  "mx-central-1",
] as const;

/** Services that this project's features need in a region, with those of every region beside them to compare. */
export const REGIONAL = {
  ses: { name: "Amazon SES", endpoint: "email", missingIn: WITHOUT_SES },
  sesSmtp: {
    name: "SMTP endpoint of Amazon SES",
    missingIn: [...WITHOUT_SES, "af-south-1", "eu-south-1", "me-south-1", "ap-southeast-3"],
    page: GENERAL_REFERENCE_OF_SES,
    read: "2026-11-29",
  },
  sesReceiving: {
    name: "endpoint of Amazon SES that receives mail",
    missingIn: [...WITHOUT_SES, "ap-south-2", "ap-southeast-5", "ca-west-1", "eu-central-2", "me-central-1"],
    page: GENERAL_REFERENCE_OF_SES,
    read: "2026-11-29",
  },
  globalAccelerator: {
    name: "Global Accelerator",
    missingIn: ["ap-east-2", "ap-southeast-6", "ap-southeast-7", "mx-central-1"],
    page: "https://docs.aws.amazon.com/global-accelerator/latest/dg/preserve-client-ip-address.regions.html",
    read: "2026-11-29",
  },
  dataApi: {
    name: "Data API for Aurora MySQL",
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
    page: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.Aurora_Fea_Regions_DB-eng.Feature.Data_API.html",
    read: "2026-11-29",
  },
  bedrock: { name: "Amazon Bedrock", endpoint: "bedrock", missingIn: ["ap-east-1"] },
  sageMaker: { name: "SageMaker", endpoint: "api.sagemaker", missingIn: [] },
  emrServerless: { name: "EMR Serverless", endpoint: "emr-serverless", missingIn: [] },
  elastiCache: { name: "ElastiCache", endpoint: "elasticache", missingIn: [] },
  ecs: { name: "Amazon ECS", endpoint: "ecs", missingIn: [] },
} as const satisfies Readonly<Record<string, RegionalFeature>>;

/**
 * Zones in which something of an installation cannot be: "Supported Regions for Amazon ECS on AWS Fargate" and "Working
 * with 64-bit ARM workloads on Amazon ECS" of the ECS developer guide, and the page on Global Accelerator above, all read on
 * {@link ZONES_READ}. Most accounts do not see them. Subnets keep clear of all of them, so that the accelerator can be turned on
 * later.
 */
export const UNSUITABLE_ZONES = {
  fargate: ["use1-az3", "usw1-az2", "apne1-az3"],
  globalAccelerator: ["usw1-az2", "apne1-az3", "cac1-az3"],
} as const;

/** When these pages were read, as YYYY-MM-DD; a test asks for another look after a year. */
export const ZONES_READ = "2026-11-29";

/** Where all of these are. */
export function regionsWith(...features: readonly RegionalFeature[]): Region[] {
  return REGIONS.filter((region) => features.every(({ missingIn }) => !missingIn.includes(region)));
}

/**
 * A variable is given, or a toggle on, only where a region has what it needs.
 *
 * @param off what the variable must be elsewhere, such as `false` or `null`
 */
export function neededIn(
  region: Expression<string>,
  feature: RegionalFeature,
  off: "false" | "null" = "false",
): Rule {
  const missing = tf`contains(${[...feature.missingIn]}, ${region})`;
  return {
    holds: (value) => (off === "false" ? tf`!${value} || !${missing}` : tf`!${missing}`),
    mustBe: `${off} in this region, which has no ${feature.name}`,
    hint: `These have it: ${regionsWith(feature).join(", ")}.`,
  };
}
