import type { PlannedStack } from "../plan/planned-stack";
import { analytics } from "./application/analytics";
import { containers } from "./application/containers";
import { functionSettings } from "./application/function-settings";
import { functions } from "./application/functions";
import { mail } from "./application/mail";
import { openEmrSettings } from "./application/openemr-settings";
import { openEmrVersion } from "./application/openemr-version";
import { mailOnItsWay } from "./application/outgoing-mail";
import { secrets } from "./application/secrets";
import { tasks } from "./application/tasks";
import { interruption } from "./changes/interruption";
import { names } from "./changes/names";
import { terraformItself } from "./changes/terraform-itself";
import { backups } from "./data/backups";
import { database } from "./data/database";
import { deletion } from "./data/deletion";
import { encryption } from "./data/encryption";
import { guards } from "./data/guards";
import { leavingData } from "./data/leaving-data";
import { lostData } from "./data/lost-data";
import { compareFindings, type Finding } from "./finding";
import { exposure } from "./network/exposure";
import { networkPlace } from "./network/network-place";
import { requests } from "./network/requests";
import { routes } from "./network/routes";
import { securityGroups } from "./network/security-groups";
import { webFirewall } from "./network/web-firewall";
import { accountAndRegion } from "./permissions/account-and-region";
import { identities } from "./permissions/identities";
import { permissions } from "./permissions/permissions";
import { alarms } from "./records/alarms";
import { logging } from "./records/logging";
import type { Area } from "./rule";
import { findUnrecognized } from "./unknown/unrecognized";
import { findWeakerStates } from "./weaker-states";

/** The kinds of harm that are looked for, in the order in which they are told. */
export const AREAS: readonly Area[] = [
  terraformItself,
  lostData,
  leavingData,
  accountAndRegion,
  exposure,
  securityGroups,
  networkPlace,
  routes,
  names,
  requests,
  mail,
  mailOnItsWay,
  identities,
  permissions,
  encryption,
  deletion,
  guards,
  backups,
  webFirewall,
  logging,
  alarms,
  secrets,
  openEmrVersion,
  openEmrSettings,
  containers,
  tasks,
  functions,
  functionSettings,
  analytics,
  database,
  interruption,
];

/** Everything in a plan that can hurt, the worst first. */
export function findAll(stack: PlannedStack): Finding[] {
  const known = AREAS.flatMap(({ find }) => find(stack));
  const weaker = findWeakerStates(stack, known);
  return [...known, ...weaker, ...findUnrecognized(AREAS, stack, known)].sort(compareFindings);
}
