import { AlarmType, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import { type ReadSign, setting } from "./sign";

interface Alarm {
  readonly AlarmName?: string;
  readonly AlarmActions?: string[];
  /** A composite alarm names those that it sums up in it, in quotation marks. */
  readonly AlarmRule?: string;
  readonly StateValue?: string;
  readonly ActionsEnabled?: boolean;
  readonly StateUpdatedTimestamp?: Date;
}

/** The alarms of the installation that ring, and those that somebody has silenced: nobody would be told. */
export const readAlarms: ReadSign = async ({ cloudwatch }, { environment, prefix, alarmTopicArn }) => {
  const name = "Alarms";
  const found: Alarm[] = [];
  const query = {
    AlarmNamePrefix: `${prefix}-`,
    AlarmTypes: [AlarmType.CompositeAlarm, AlarmType.MetricAlarm],
  };
  for await (const page of paginateDescribeAlarms({ client: cloudwatch }, query)) {
    found.push(...(page.CompositeAlarms ?? []), ...(page.MetricAlarms ?? []));
  }
  const alarms = ownAmong(found, alarmTopicArn);
  if (alarms.length === 0) {
    return {
      name,
      state: "not well",
      text: "nothing watches it",
      next: setting("enable_monitoring = true", environment),
    };
  }
  const ringing = alarms.filter(({ StateValue }) => StateValue === "ALARM");
  const silent = alarms.filter(({ ActionsEnabled }) => ActionsEnabled === false);
  if (ringing.length === 0 && silent.length > 0) {
    const names = silent.map(({ AlarmName = "" }) => AlarmName);
    const short = names.map((each) => each.slice(prefix.length + 1)).join(", ");
    return {
      name,
      state: "not well",
      text: `none of ${alarms.length} rings, but nobody is told of ${short}: actions are switched off`,
      next: `aws cloudwatch enable-alarm-actions --alarm-names ${names.join(" ")}`,
    };
  }
  if (ringing.length === 0) return { name, state: "well", text: `none of ${alarms.length} rings` };
  const names = ringing.map(({ AlarmName = "" }) => AlarmName.slice(prefix.length + 1)).sort();
  return {
    name,
    state: "not well",
    text: `${names.length} of ${alarms.length} ring: ${names.join(", ")}`,
    next: `docs/monitoring.md; npm run logs -- ${environment} --errors`,
  };
};

/**
 * The alarms that tell the topic, by themselves or by one that sums them up. Names that begin with this installation's may
 * be those of another, `openemr-clinic-west-down` with `openemr-clinic`, and DescribeAlarms gives no tags.
 */
function ownAmong(found: readonly Alarm[], topicArn: string): Alarm[] {
  const telling = found.filter(({ AlarmActions = [] }) => AlarmActions.includes(topicArn));
  const rules = telling.map(({ AlarmRule = "" }) => AlarmRule).join(" ");
  return found.filter((alarm) => telling.includes(alarm) || rules.includes(`"${alarm.AlarmName}"`));
}
