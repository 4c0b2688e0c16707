import type { PlannedStack } from "../plan/planned-stack";
import { backups } from "./backups";
import { deletion } from "./deletion";
import { encryption } from "./encryption";
import { exposure } from "./exposure";
import { compareFindings, type Finding } from "./finding";
import { interruption } from "./interruption";
import { logging } from "./logging";
import { networkPlace } from "./network-place";
import { openEmrVersion } from "./openemr-version";
import { permissions } from "./permissions";
import type { Area } from "./rule";
import { secrets } from "./secrets";
import { securityGroups } from "./security-groups";
import { stateful } from "./stateful";
import { webFirewall } from "./web-firewall";

/** The kinds of harm that are looked for, in the order in which they are told. */
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
  openEmrVersion,
  interruption,
];

/** Everything in a plan that can hurt, the worst first. */
export function findAll(stack: PlannedStack): Finding[] {
  return AREAS.flatMap(({ find }) => find(stack)).sort(compareFindings);
}
