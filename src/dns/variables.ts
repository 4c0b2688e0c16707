import { tf } from "../terraform/expression";
import { matching } from "../terraform/rules";
import type { Declare } from "../terraform/variable";

/** One label of a domain name, in RE2 syntax. */
const LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

/** A domain name of at least two labels. */
const DOMAIN_NAME = `(${LABEL}[.])+[a-z][a-z0-9-]{0,61}[a-z0-9]`;

/** The longest name that a certificate of AWS Certificate Manager can be for. */
const LONGEST_NAME = 64;

/** The domain, and the name that people open. */
export function dnsVariables(declare: Declare) {
  const route53Domain = declare("route53_domain", {
    type: "string",
    default: null,
    description:
      "Name of a public hosted zone in Route 53 of this account, e.g. example.org. A certificate for openemr.<domain> is made and renewed, and DNS records point at the application.",
    rules: [
      matching(
        DOMAIN_NAME,
        "a domain name in lower case, without a scheme, a path or a dot at its end, such as example.org",
      ),
      {
        holds: (value) => tf`length(${value}) <= ${LONGEST_NAME - "openemr.".length}`,
        mustBe: `at most ${LONGEST_NAME - "openemr.".length} characters long`,
        hint: `A certificate is for at most ${LONGEST_NAME} characters.`,
      },
    ],
  });
  return {
    route53Domain,
    hostName: declare("host_name", {
      type: "string",
      default: null,
      description:
        "Name that people open and that OpenEMR gives out as its own, e.g. openemr.example.org. Null is openemr.<route53_domain>, or without that the load balancer's own name, which no certificate covers.",
      rules: [
        matching(
          DOMAIN_NAME,
          "a domain name in lower case, without a scheme, a path or a dot at its end, such as openemr.example.org",
        ),
        {
          holds: (value) =>
            tf`${route53Domain.value} == null ? true : ${value} == ${route53Domain.value} || endswith(${value}, join("", [".", ${route53Domain.value}]))`,
          mustBe: "route53_domain or a name in it",
        },
        {
          holds: (value) => tf`length(${value}) <= ${LONGEST_NAME}`,
          mustBe: `at most ${LONGEST_NAME} characters long`,
          hint: "A certificate is for no longer name.",
        },
      ],
    }),
  };
}

/** The choices as the props of `Domain`. */
export function domainOptions(variables: ReturnType<typeof dnsVariables>) {
  return { name: variables.route53Domain.value, hostName: variables.hostName.value };
}
