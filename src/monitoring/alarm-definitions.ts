import { accountAlarms } from "./account-alarms";
import { addressAlarms } from "./address-alarms";
import type { AlarmDefinition, Watched } from "./alarm";
import { applicationAlarms } from "./application-alarms";
import { backupAlarms } from "./backup-alarms";
import { functionAlarms } from "./function-alarms";
import { peopleAlarms } from "./people-alarms";
import { quotaAlarms } from "./quota-alarms";
import { securityAlarms } from "./security-alarms";
import { cacheAlarms, databaseAlarms, fileAlarms } from "./store-alarms";

/**
 * All alarms but those of mail's faults and of NAT gateways, in the order in which one looks: alarms, dashboard
 * and document are made from this list.
 */
export function alarmDefinitions(watched: Watched): AlarmDefinition[] {
  return [
    ...addressAlarms(watched),
    ...peopleAlarms(watched),
    ...applicationAlarms(watched),
    ...databaseAlarms(watched),
    ...cacheAlarms(watched),
    ...fileAlarms(watched),
    ...backupAlarms(watched),
    ...functionAlarms(watched),
    ...securityAlarms(watched),
    ...accountAlarms(watched),
    ...quotaAlarms(),
  ];
}
