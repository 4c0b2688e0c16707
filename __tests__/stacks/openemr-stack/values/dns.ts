import type { BadValue, GoodValue } from "../../../support/value-examples";

export const BAD_VALUES: readonly BadValue[] = [
  ["route53_domain", "https://example.org", "a domain name in lower case, without a scheme"],
  ["route53_domain", "example.org.", "a domain name in lower case, without a scheme"],
  ["route53_domain", "Example.org", "a domain name in lower case, without a scheme"],
  ["route53_domain", "localhost", "a domain name in lower case, without a scheme"],
  ["route53_domain", `${"a".repeat(49)}.example`, "at most 56 characters long"],
  ["host_name", "openemr.example.org/portal", "a domain name in lower case, without a scheme"],
  [
    "host_name",
    "openemr.badexample.org",
    "route53_domain or a name in it",
    { route53_domain: "example.org" },
  ],
  ["host_name", `${"a".repeat(60)}.example`, "at most 64 characters long"],
];

export const GOOD_VALUES: readonly GoodValue[] = [
  ...[
    { route53_domain: "example.org", certificate_arn: null },
    { route53_domain: "example.org", host_name: "example.org" },
    { route53_domain: "example.org", host_name: "emr.clinic.example.org" },
    { host_name: "openemr.example.org" },
    { host_name: "openemr.example.org", activate_openemr_apis: true, enable_patient_portal: true },
    { route53_domain: "xn--bcher-kva.example", certificate_arn: null, enable_patient_portal: true },
  ].map((values): GoodValue => [JSON.stringify(values), values]),
];
