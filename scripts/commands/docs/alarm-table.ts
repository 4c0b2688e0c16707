import { type AlarmDefinition, AREAS } from "../../../src/monitoring/alarm";
import { alarmDefinitions } from "../../../src/monitoring/alarm-definitions";
import type { Value } from "../../../src/terraform/expression";
import { Expression, tf } from "../../../src/terraform/expression";
import { markdownTable } from "./markdown-table";

/** Every alarm, by area: what it says, what that means, what to do, and when it rings. */
export function alarmTable(): string {
  const definitions = alarmDefinitions({
    loadBalancer: "",
    targetGroup: "",
    cluster: "",
    service: "",
    minimumTasks: tf`1`,
    maximumTasks: tf`1`,
    logNamespace: "OpenEMR",
    database: "",
    maximumDatabaseCapacity: 1,
    cache: "",
    maximumCacheStorageGb: 1,
    backupVault: "",
    fileSystem: "",
    rotates: true,
    rotationFunction: "",
    exports: true,
    fileExportFunction: "",
    databaseExportFunction: "",
    smtpFunction: "",
    testsRestores: true,
    restoreJudge: "",
    copiesElsewhere: true,
    copyVaultArn: null,
    copiesRule: "",
    probes: true,
    probe: "",
    https: true,
    certificate: "",
    hasFirewall: true,
    firewall: "",
    isOpen: tf`false`,
    region: "",
    sendsMail: true,
    hasTrail: true,
    securityGroups: [],
  });
  return AREAS.flatMap((area) => {
    const rows = definitions
      .filter((definition) => definition.area === area)
      .map((alarm) => [
        `\`${alarm.name}\``,
        `${alarm.says} ${alarm.means}`,
        alarm.todo,
        `${compared(alarm)} ${limit(alarm)}, ${alarm.bad} of ${alarm.of} times ${minutes(alarm.period)}`,
      ]);
    return rows.length === 0 ? [] : [`## ${area}`, markdownTable(["Alarm", "Says", "Next", "Rings"], rows)];
  }).join("\n\n");
}

function compared({ metric, calculated }: AlarmDefinition): string {
  switch (calculated?.as) {
    case "percent of":
      return `${metric.name} in percent of ${calculated.other.name}, where it is ${calculated.atLeast} or more,`;
    case "sum with":
      return [metric, ...calculated.others].map(({ name }) => name).join(" + ");
    case "percent of quota":
      return `${metric.name} in percent of the quota`;
    case "growth":
      return `growth of ${metric.name}`;
    default:
      return metric.statistic === "SampleCount" ? `number of samples of ${metric.name}` : metric.name;
  }
}

function limit({ above, below }: { readonly above?: Value<number>; readonly below?: Value<number> }): string {
  const value = above ?? below;
  const text = value instanceof Expression ? "what the settings give" : value;
  return `${above === undefined ? "below" : "above"} ${text}`;
}

function minutes(seconds: number): string {
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${seconds / 60} min`;
}
