import { readFileSync } from "node:fs";
import path from "node:path";
import { PARTS } from "../../scripts/commands/logs/parts";
import { forwardingFaults, sendingFaults } from "../../src/mail/metrics";
import { AREAS } from "../../src/monitoring/alarm";
import { furtherMetrics } from "../../src/monitoring/alarm-metric";
import { TRAIL_EVENTS } from "../../src/monitoring/trail-events";
import { PROJECT } from "../support/documents";
import { calculate, FURTHER_PERIODS, type Series, stateAfter } from "./alarm-evaluation";
import { definitions, LIMIT } from "./all-alarms";
import { AWS_METRICS, OWN_METRICS, QUOTAS } from "./aws-metrics";

test("each metric is one that AWS publishes with these dimensions", () => {
  const metrics = definitions.flatMap(({ name, metric, calculated }) => [
    { name, metric },
    ...(calculated ? furtherMetrics(calculated).map((each) => ({ name, metric: each.metric })) : []),
  ]);
  const unknown = metrics.filter(({ metric: { namespace, name, dimensions } }) => {
    const own = namespace === "OpenEMR/test" ? OWN_METRICS : AWS_METRICS[namespace as string];
    return !own?.metrics[Object.keys(dimensions).sort().join(",")]?.includes(name);
  });
  expect(unknown.map(({ name }) => name)).toEqual([]);
});

test("each quota is one that CloudWatch knows to a metric of use", () => {
  const asked = definitions.flatMap(({ calculated, metric }) =>
    calculated?.as === "percent of quota" ? [calculated.of ?? metric] : [],
  );
  expect(asked.map(({ name, dimensions }) => ({ name, dimensions }))).toEqual(
    QUOTAS.map(({ name, dimensions }) => ({ name, dimensions })),
  );
});

test("each row of the table of AWS's metrics is used, and has a source with a date", () => {
  const used = new Set(
    definitions.flatMap(({ metric, calculated }) =>
      [metric, ...(calculated ? furtherMetrics(calculated).map((each) => each.metric) : [])].map(
        ({ namespace }) => namespace,
      ),
    ),
  );
  expect(Object.keys(AWS_METRICS).filter((namespace) => !used.has(namespace))).toEqual([]);
  for (const { source, read } of Object.values(AWS_METRICS)) {
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    expect(read).toMatch(/^2026-\d\d-\d\d$/);
  }
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

test("each names the command to go on with, and one that there is", () => {
  const { scripts } = JSON.parse(readFileSync(path.join(PROJECT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const commandsOf = (text: string) => [...text.matchAll(/npm run ([a-z-]+)/g)].map(([, name]) => name!);
  for (const { name, todo } of definitions) {
    const commands = commandsOf(todo);
    const isNamed =
      commands.length > 0 || todo.includes("aws service-quotas request-service-quota-increase ");
    expect({ name, isNamed }).toEqual({ name, isNamed: true });
    // Whoever is woken up finds where a setting stands, and how it takes effect.
    if (/\b(raise|lower) [a-z]+_/.test(todo))
      expect(todo).toMatch(/environments\/<environment>\.tfvars, and run npm run deploy -- <environment>/);
    expect({ name, unknown: commands.filter((command) => !scripts[command]) }).toEqual({ name, unknown: [] });
    for (const [, part] of todo.matchAll(/npm run logs -- <environment> ([a-z]+)/g))
      expect({ name, part: Object.hasOwn(PARTS, part!) }).toEqual({ name, part: true });
  }
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
  // A look fails while a task is replaced, and another function starts.
  "not-reachable": [0, 0, 1, 0, 1, 0, 0, 0],
  "sign-in-slow": [600, 5200, 7000, 700],
  // An upgrade of three quarters of an hour; looks in other hours are no metric.
  "maintenance-lasts": [undefined, 45, undefined],
  // AWS renews it at 45 days.
  "certificate-shown-ends": [89, undefined, undefined, 44, 43, undefined, 89],
  "certificate-ends": [46, undefined, 45, 198],
  "all-requests-fail": [0, undefined, 82, 0],
  "firewall-blocks": [undefined, 20, undefined],
  "tasks-missing": [LIMIT, LIMIT - 1, LIMIT - 1, LIMIT],
  "database-grows": [undefined, 90_000_000, 400_000_000],
  "database-rotation": [undefined, 1, undefined],
  "files-grow": [undefined, 2_000_000_000, 0],
  ...Object.fromEntries(
    TRAIL_EVENTS.map(({ metric, above = 0 }) => [metric.replaceAll("_", "-"), [undefined, above]]),
  ),
  "load-balancer-quota": [4, 60, 4],
  // One call that the next attempt mends, or two that are throttled while a burst goes on.
  "export-files": [undefined, 1, undefined, 2],
  "export-database": [undefined, 1, undefined, 2],
  "restore-test": [undefined, 0, undefined],
  "smtp-credentials": [undefined, 2, undefined],
  "mail-bounces": [0, 0.02, undefined],
  "mail-complaints": [0, 0, undefined],
  "fargate-quota": [12, 85, 40],
  // A burst of mail in an account that may run 10 functions at the same time.
  "function-quota": [20, undefined, 90, 30, undefined],
  "key-quota": [0, 90, 85, 2],
  "nat-ports": [0, undefined, 3, 0],
  // A task that is asked too much for some minutes, and recovers.
  "tasks-unhealthy": [0, 0, 1, 0, 0, 0, 0, 1, 0],
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
  // By the half day in which the daily one is: none, one of both stores, none.
  "backups-none": [2, 0, 2, 0, 0, 2, 0],
  "copies-missing": [2, 0, 0, 2, 0, 2, 0],
  "backups-failed": [undefined, 0, undefined],
  "backups-not-begun": [undefined, 0, undefined],
};

test.each(definitions.map((alarm) => [alarm.name, alarm] as const))(
  "%s is silent on an ordinary day",
  (name, alarm) => {
    const day = ORDINARY[name];
    if (!day) throw new Error(`Add an ordinary day of ${name}.`);
    // The alarm was there on the days before.
    const before = Array.from({ length: alarm.of + FURTHER_PERIODS }, () =>
      day.find((value) => value !== undefined),
    );
    for (let end = 1; end <= day.length; end++) {
      expect({
        after: day.slice(0, end),
        state: stateAfter(alarm, [...before, ...day.slice(0, end)], LIMIT),
      }).not.toMatchObject({ state: "ALARM" });
    }
  },
);

test.each([
  ["no-healthy-task", 2],
  ["not-reachable", 0],
])("%s rings where AWS has nothing to tell, once the last good value is out of sight", (name, good) => {
  const alarm = definitions.find((definition) => definition.name === name)!;
  const silence = Array.from({ length: alarm.of + FURTHER_PERIODS }, () => undefined);
  expect(stateAfter(alarm, [good, good, ...silence], LIMIT)).toBe("ALARM");
});

test("two days without any backup are told on the second", () => {
  const alarm = definitions.find(({ name }) => name === "backups-missing")!;
  const after = (...days: (number | undefined)[]) =>
    stateAfter(
      alarm,
      calculate(
        alarm.calculated!,
        [2, 2, 2, 2, ...days].map((day) => [day]),
      ),
      LIMIT,
    );
  expect([after(undefined), after(undefined, undefined)]).toEqual(["OK", "ALARM"]);
});

/** Where AWS tells of a job: by its own metric, or, of a copy, perhaps only by the events that a rule counts. */
const BY_METRIC = (jobs?: number) => [jobs];
const BY_EVENTS = (jobs?: number) => [undefined, jobs];

test.each([
  ["backups-none", "its metric", BY_METRIC],
  ["copies-missing", "the metric of AWS Backup", BY_METRIC],
  ["copies-missing", "the events", BY_EVENTS],
])("%s rings after 36 hours without any, and not after 24, by %s", (name, _, counted) => {
  const alarm = definitions.find((definition) => definition.name === name)!;
  const after = (...halves: (number | undefined)[]) =>
    stateAfter(
      alarm,
      calculate(
        alarm.calculated!,
        [2, undefined, 2, undefined, 2, ...halves].map((half) => counted(half)),
      ),
      LIMIT,
    );
  expect([after(undefined, undefined), after(undefined, undefined, undefined)]).toEqual(["OK", "ALARM"]);
  expect(alarm.period * alarm.bad).toBe(36 * 3600);
});

test.each(["mail-bounces", "mail-complaints"])("%s rings on while no mail is sent", (name) => {
  const alarm = definitions.find((definition) => definition.name === name)!;
  expect(stateAfter(alarm, [0.2, ...Array.from({ length: 9 }, () => undefined)], LIMIT)).toBe("ALARM");
});

describe("what is calculated", () => {
  const calculated = (as: string) =>
    definitions.find(({ calculated: each }) => each?.as === as && !("orZero" in each))!;
  const rings = (as: string, series: ReadonlyArray<readonly [number?, number?]>) =>
    stateAfter(calculated(as), calculate(calculated(as).calculated!, series), LIMIT);

  test("few errors are no share of requests", () => {
    // A page that is open somewhere at night asks twice, and fails.
    expect(
      rings("percent of", [
        [2, 2],
        [2, 2],
        [2, 2],
      ]),
    ).toBe("OK");
    expect(
      rings("percent of", [
        [undefined, 300],
        [undefined, 20],
      ]),
    ).toBe("OK");
  });
  test("a database that is away makes all pages fail, as OpenEMR answers each with 500", () => {
    expect(
      rings("percent of", [
        [1, 300],
        [240, 250],
        [60, 60],
      ]),
    ).toBe("ALARM");
    expect(
      rings("percent of", [
        [30, 300],
        [30, 300],
        [30, 300],
      ]),
    ).toBe("OK");
  });
  test("a quota is known to CloudWatch", () => {
    expect(
      rings("percent of quota", [
        [40, 50],
        [41, 50],
      ]),
    ).toBe("OK");
    expect(
      rings("percent of quota", [
        [41, 50],
        [41, 50],
      ]),
    ).toBe("ALARM");
  });
  test("errors and throttled calls of a function are counted together", () => {
    expect(rings("sum with", [[2, undefined]])).toBe("OK");
    expect(rings("sum with", [[undefined, undefined]])).toBe("OK");
    expect(rings("sum with", [[2, 1]])).toBe("ALARM");
  });
  test("growth is the difference of two periods", () => {
    expect(rings("growth", [[900e9], [901e9], [902e9]])).toBe("OK");
    expect(rings("growth", [[900e9], [901e9], [950e9]])).toBe("ALARM");
  });
});

test("backups of only the files do not stand for those of the database", () => {
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
