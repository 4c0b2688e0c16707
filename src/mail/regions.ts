import { type Expression, tf } from "../terraform/expression";

/** Regions with a domain of their own for DKIM keys: "DKIM domains" in "Amazon Simple Email Service endpoints and quotas" of
 * the AWS General Reference. */
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
