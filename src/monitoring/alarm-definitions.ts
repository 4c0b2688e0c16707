import type { AlarmDefinition, Watched } from "./alarm";
import { applicationAlarms, peopleAlarms } from "./application-alarms";
import { backupAlarms, cacheAlarms, databaseAlarms } from "./store-alarms";

/** All alarms but those of mail, in the order in which one looks: alarms, dashboard and document are made from this list. */
export function alarmDefinitions(watched: Watched): AlarmDefinition[] {
  return [
    ...peopleAlarms(watched),
    ...applicationAlarms(watched),
    ...databaseAlarms(watched),
    ...cacheAlarms(watched),
    ...backupAlarms(watched),
  ];
}
