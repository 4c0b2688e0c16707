import type { PlannedStack } from "../plan/planned-stack";
import { accountAndRegion } from "./account-and-region";
import { alarms } from "./alarms";
import { analytics } from "./analytics";
import { backups } from "./backups";
import { containers } from "./containers";
import { database } from "./database";
import { deletion } from "./deletion";
import { encryption } from "./encryption";
import { exposure } from "./exposure";
import { compareFindings, type Finding } from "./finding";
import { functionSettings } from "./function-settings";
import { functions } from "./functions";
import { guards } from "./guards";
import { identities } from "./identities";
import { interruption } from "./interruption";
import { leavingData } from "./leaving-data";
import { logging } from "./logging";
import { lostData } from "./lost-data";
import { mail } from "./mail";
import { names } from "./names";
import { networkPlace } from "./network-place";
import { openEmrSettings } from "./openemr-settings";
import { openEmrVersion } from "./openemr-version";
import { mailOnItsWay } from "./outgoing-mail";
import { permissions } from "./permissions";
import { requests } from "./requests";
import { routes } from "./routes";
import type { Area } from "./rule";
import { secrets } from "./secrets";
import { securityGroups } from "./security-groups";
import { tasks } from "./tasks";
import { terraformItself } from "./terraform-itself";
import { findUnrecognized } from "./unrecognized";
import { findWeakerStates } from "./weaker-states";
import { webFirewall } from "./web-firewall";

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
