import { compareFindings, type Finding } from "./finding";
import type { ReviewedStack } from "./reviewed-stack";
import { backups } from "./rules/backups";
import { deletion } from "./rules/deletion";
import { encryption } from "./rules/encryption";
import { exposure } from "./rules/exposure";
import { interruption } from "./rules/interruption";
import { logging } from "./rules/logging";
import { networkPlace } from "./rules/network-place";
import { permissions } from "./rules/permissions";
import type { Area } from "./rules/rule";
import { secrets } from "./rules/secrets";
import { securityGroups } from "./rules/security-groups";
import { stateful } from "./rules/stateful";
import { webFirewall } from "./rules/web-firewall";

/** What is looked for, in the order in which it is told. */
export const AREAS: readonly Area[] = [
  stateful,
  exposure,
  securityGroups,
  networkPlace,
  permissions,
  encryption,
  deletion,
  backups,
  webFirewall,
  logging,
  secrets,
  interruption,
];

/** Everything in a plan that can hurt, the worst first. */
export function findAll(stack: ReviewedStack): Finding[] {
  return AREAS.flatMap(({ find }) => find(stack)).sort(compareFindings);
}
