import type { PlannedStack } from "../../plan/planned-stack";
import type { PlannedResource } from "../../plan/resource";
import { atPaths } from "../attribute-rule";
import { findingOf } from "../finding";
import { tableArea } from "../rule";
import { changes, goesOff, isAnother } from "../weaker";

const TITLE = "Names and certificates";

/** Finds names that lead elsewhere, and new ones. */
export const names = tableArea(TITLE, {
  attributeRules: [
    ...atPaths(
      [
        ["alias.*.name", "aws_route53_record"],
        ["alias.*.zone_id", "aws_route53_record"],
      ],
      {
        weakens: changes,
        severity: "danger",
        says: "leads to another host",
        why: "Whoever has that host gets the passwords and records that people send to this name.",
      },
    ),
    {
      types: ["aws_route53_record"],
      path: "records",
      weakens: changes,
      severity: "danger",
      says: "says something else",
      why: "Mail, passwords and records go to whatever it names; a certificate or a mail identity may be given to somebody else.",
    },
    {
      types: ["aws_route53_record"],
      path: "ttl",
      weakens: changes,
      severity: "notice",
      says: "is remembered for another time",
      why: "A mistake stays with everybody who asked for so long.",
    },
    {
      types: ["aws_route53_zone"],
      path: "vpc",
      weakens: changes,
      severity: "danger",
      says: "answers another network",
      why: "Names of the inside are then told there, or no longer here.",
    },
    {
      types: ["aws_vpc"],
      path: "enable_dns_support",
      weakens: goesOff,
      severity: "danger",
      says: "resolves no names",
      why: "Tasks find neither database, cache nor files: nobody can work.",
    },
    {
      types: ["aws_lb_listener"],
      path: "certificate_arn",
      weakens: isAnother,
      severity: "warning",
      says: "shows another certificate",
      why: "Where it is not for this name, browsers and programs refuse to connect.",
    },
    {
      types: ["aws_acm_certificate_validation"],
      path: "certificate_arn",
      weakens: isAnother,
      severity: "notice",
      says: "waits for another certificate",
      why: "The listener serves that certificate afterwards.",
    },
  ],
  arrivalRules: [
    {
      types: [
        "aws_route53_zone",
        "aws_route53_delegation_set",
        "aws_route53domains_registered_domain",
        "aws_route53_resolver_rule",
        "aws_route53_resolver_endpoint",
      ],
      severity: "warning",
      says: "is new",
      why: "It decides where names lead, or who is asked for them.",
    },
  ],
  others: (stack) => stack.resources.flatMap((resource) => newName(resource, stack)),
});

function newName(resource: PlannedResource, stack: PlannedStack) {
  if (resource.type !== "aws_route53_record" || resource.change !== "create" || stack.isNew) return [];
  if (resource.text("type") === "NS") {
    return [
      findingOf(TITLE, resource, {
        severity: "danger",
        says: "hands a part of the domain to other name servers",
        why: "Whoever has those decides where the names below lead, and can get certificates for them.",
        isWhole: true,
      }),
    ];
  }
  const own = leadsHome(resource);
  return [
    findingOf(TITLE, resource, {
      severity: own ? "notice" : "warning",
      says: own ? "is new, and leads to this stack" : "is new",
      why: own
        ? "The address is known to everybody from now on."
        : "Mail, passwords and records go to whatever it names; a certificate or a mail identity may be given to somebody else.",
      isWhole: true,
    }),
  ];
}

/** It names something that the same stack makes. */
function leadsHome({ configured }: PlannedResource): boolean {
  const { alias, records } = (configured?.expressions ?? {}) as { alias?: unknown; records?: unknown };
  return /"aws_(lb|globalaccelerator_accelerator|acm_certificate|sesv2_email_identity)\./.test(
    JSON.stringify([alias, records]),
  );
}
