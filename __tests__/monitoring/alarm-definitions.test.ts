import { forwardingFaults, sendingFaults } from "../../src/mail/metrics";
import { AREAS } from "../../src/monitoring/alarm";
import { alarmDefinitions } from "../../src/monitoring/alarm-definitions";
import { type Series, stateAfter } from "./alarm-evaluation";

const LIMIT = 100;

const definitions = alarmDefinitions({
  loadBalancer: "app/web/1",
  targetGroup: "targetgroup/web/1",
  cluster: "cluster",
  service: "service",
  minimumTasks: 2,
  maximumTasks: LIMIT,
  containerInsights: true,
  applicationLog: "/log/of-the-tasks",
  logNamespace: "OpenEMR/test",
  database: "database",
  maximumDatabaseCapacity: LIMIT,
  cache: "cache",
  maximumCacheStorageGb: LIMIT,
  backupVault: "vault",
});

/**
 * Metrics and dimensions as AWS's pages list them, read on 2026-11-29: "CloudWatch metrics for your Application Load
 * Balancer"; "Amazon ECS CloudWatch metrics" and "Container Insights metrics"; "Amazon CloudWatch metrics for Amazon
 * Aurora"; "Serverless metrics and events for Valkey and Redis OSS"; "Monitoring AWS Backup metrics".
 */
const METRICS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "AWS/ApplicationELB": {
    LoadBalancer: [
      "HTTPCode_ELB_5XX_Count",
      "HTTPCode_Target_5XX_Count",
      "RejectedConnectionCount",
      "TargetResponseTime",
    ],
    "LoadBalancer,TargetGroup": ["HealthyHostCount", "UnHealthyHostCount"],
  },
  "AWS/ECS": { "ClusterName,ServiceName": ["CPUUtilization", "MemoryUtilization"] },
  "ECS/ContainerInsights": { "ClusterName,ServiceName": ["DesiredTaskCount", "RunningTaskCount"] },
  "AWS/RDS": {
    DBClusterIdentifier: ["ACUUtilization", "AuroraReplicaLagMaximum", "DatabaseConnections", "Deadlocks"],
  },
  "AWS/ElastiCache": { clusterId: ["BytesUsedForCache", "Evictions", "ThrottledCmds"] },
  "AWS/Backup": {
    BackupVaultName: ["NumberOfBackupJobsCompleted", "NumberOfBackupJobsExpired", "NumberOfBackupJobsFailed"],
  },
  "OpenEMR/test": { "": ["background_errors", "php_errors", "start_errors"] },
};

test("each metric is one that AWS publishes with these dimensions", () => {
  const unknown = definitions.filter(({ metric }) => {
    const dimensions = Object.keys(metric.dimensions).sort().join(",");
    return !METRICS[metric.namespace as string]?.[dimensions]?.includes(metric.name);
  });
  expect(unknown.map(({ name }) => name)).toEqual([]);
});

test("each evaluation is one that CloudWatch takes", () => {
  for (const { name, period, of, bad } of definitions) {
    // "Period" of PutMetricAlarm: at most a day in all, or a week where a period is an hour or more.
    expect({ name, fits: period % 60 === 0 && period * of <= (period < 3600 ? 86_400 : 604_800) }).toEqual({
      name,
      fits: true,
    });
    expect({ name, reachable: bad >= 1 && bad <= of }).toEqual({ name, reachable: true });
  }
});

test("a percentile rings with as few requests as a small clinic makes", () => {
  for (const { name, metric, period } of definitions) {
    const percentile = /^p(\d+)$/.exec(metric.statistic)?.[1];
    if (!percentile) continue;
    // "Percentile-based alarms and low data samples": CloudWatch needs 10 / (1 - percentile) samples in a period.
    const requestsAMinute = 10 / (1 - Number(percentile) / 100) / (period / 60);
    expect({ name, few: requestsAMinute < 7 }).toEqual({ name, few: true });
  }
});

test("the reader's zeros do not halve what the writer reports", () => {
  for (const { name, metric } of definitions.filter(({ metric: { namespace } }) => namespace === "AWS/RDS"))
    expect({ name, statistic: metric.statistic }).toEqual({ name, statistic: "Maximum" });
});

test("texts name the log under the name that it has", () => {
  const texts = definitions.map(({ todo }) => todo);
  expect(texts.filter((text) => text.includes("/openemr-"))).toEqual([]);
  expect(texts.filter((text) => text.includes("/log/of-the-tasks"))).toHaveLength(3);
});

test("each says what is wrong, what it means, and a next step, in sentences", () => {
  const names = new Set(definitions.map(({ name }) => name));
  expect(names.size).toBe(definitions.length);
  for (const { name, says, means, todo, area } of definitions) {
    expect(AREAS).toContain(area);
    for (const text of [says, means, todo])
      expect({ name, text }).toEqual({ name, text: expect.stringMatching(/^[A-Z].*\w/s) });
    expect(`${says} ${means} ${todo}`.length).toBeLessThan(500);
  }
});

test.each(definitions.map((alarm) => [alarm.name, alarm] as const))("%s rings, and stops", (_, alarm) => {
  const value = (limit: unknown) => (typeof limit === "number" ? limit : LIMIT);
  const wrong = alarm.above === undefined ? value(alarm.below) - 1 : value(alarm.above) + 1;
  const right = alarm.above === undefined ? value(alarm.below) : value(alarm.above);
  const times = (series: number): Series => Array.from({ length: alarm.of }, () => series);
  expect(stateAfter(alarm, times(right), LIMIT)).toBe("OK");
  expect(stateAfter(alarm, [...times(right), ...times(wrong)], LIMIT)).toBe("ALARM");
  expect(stateAfter(alarm, [...times(wrong), ...times(right)], LIMIT)).toBe("OK");
});

/** A day on which nothing is wrong, as each metric shows it: nights without use, a deployment, a burst at eight. */
const ORDINARY: Readonly<Record<string, Series>> = {
  // One of two tasks is replaced.
  "no-healthy-task": [2, 2, 1, 1, 2, 3, 2],
  "load-balancer-errors": [undefined, undefined, 1, 12, 0, undefined],
  "application-errors": [undefined, 3, 0, 26, 2, undefined],
  slow: [undefined, 0.3, 6.2, 0.4, undefined],
  "connections-rejected": [undefined, undefined, undefined],
  processor: [5, 4, 97, 95, 40, 35],
  memory: [40, 41, 42, 60, 58],
  "tasks-at-maximum": [2, 2, LIMIT, LIMIT, LIMIT - 1, 4, 2],
  "php-errors": [0, 0, 2, 0, 1],
  "tasks-end": [0, 1, 0, 0],
  "background-services": [0, 3, 0, 0],
  // It pauses at night.
  "database-capacity": [0, undefined, 98, 96, 40, 12],
  "database-connections": [0, 12, 40, 22],
  "database-reader-lag": [20, 35, 15_000, 18],
  "database-deadlocks": [0, 0.2, 0, 0],
  "cache-throttled": [0, 140, 0, 0],
  "cache-full": [10, 12, 11],
  "cache-evictions": [0, 0, undefined],
  // By the hour at which CloudWatch looks, a backup that ends later than the day before is one of the next day.
  "backups-missing": [2, 2, 1, 3, 2, 2],
  "backups-failed": [undefined, 0, undefined],
  "backups-not-begun": [undefined, 0, undefined],
};

test.each(definitions.map((alarm) => [alarm.name, alarm] as const))(
  "%s is silent on an ordinary day",
  (name, alarm) => {
    const day = ORDINARY[name];
    if (!day) throw new Error(`Add an ordinary day of ${name}.`);
    for (let end = 1; end <= day.length; end++) {
      expect({
        after: day.slice(0, end),
        state: stateAfter(alarm, day.slice(0, end), LIMIT),
      }).not.toMatchObject({ state: "ALARM" });
    }
  },
);

test.each([
  ["no-healthy-task", [2, undefined, undefined, undefined]],
  ["backups-missing", [2, undefined, undefined]],
] as const)("%s rings where AWS has nothing to tell", (name, series) => {
  const alarm = definitions.find((definition) => definition.name === name)!;
  expect(stateAfter(alarm, series, LIMIT)).toBe("ALARM");
});

test("backups of the files alone do not stand for those of the database", () => {
  const alarm = definitions.find(({ name }) => name === "backups-missing")!;
  expect(stateAfter(alarm, [2, 2, 1, 1], LIMIT)).toBe("ALARM");
});

test("one mistyped address is no alarm, nor is mail that waits for less than an hour", () => {
  const faults = [...sendingFaults("set"), ...forwardingFaults("function")];
  const fault = (name: string) => faults.find((metric) => metric.name === name)!;
  expect(fault("Bounce")).toMatchObject({ above: 5, period: 3600 });
  expect(fault("Postponed").period * fault("Postponed").periods).toBeGreaterThan(3600);
  expect(fault("Complaint").above).toBe(0);
});
