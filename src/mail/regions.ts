import { type Expression, tf } from "../terraform/expression";

/**
 * Where SES receives mail: "Email Receiving endpoints" in "Amazon Simple Email Service endpoints and quotas" of the
 * AWS General Reference.
 */
export const RECEIVING_REGIONS = [
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "af-south-1",
  "ap-south-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-south-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-south-1",
  "sa-east-1",
] as const;

/** Regions with a domain of their own for DKIM keys: "DKIM domains" of the same page. */
const OWN_DKIM_DOMAIN = [
  "af-south-1",
  "ap-northeast-3",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-5",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "il-central-1",
  "me-central-1",
] as const;

/** Where the DKIM keys of a region are published. */
export function dkimDomain(region: string): Expression<string> {
  const regional = tf`join(".", ["dkim", ${region}, "amazonses.com"])`;
  return tf`(contains(${OWN_DKIM_DOMAIN}, ${region}) ? ${regional} : "dkim.amazonses.com")`;
}
