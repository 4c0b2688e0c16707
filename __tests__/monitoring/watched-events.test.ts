import { watchedEvents } from "../../src/monitoring/watched-events";
import { STATUS_CALLS } from "../../src/operators/operator-calls";
import { matchesPattern } from "./event-pattern";

const ACCOUNT = "arn:aws:%:us-east-1:123456789012:";
const arn = (service: string, rest: string) => ACCOUNT.replace("%", service) + rest;
const clusterArn = arn("ecs", "cluster/openemr-test");
const serviceArn = arn("ecs", "service/openemr-test/openemr");
const vaultArn = arn("backup", "backup-vault:openemr-test-backup");

const events = watchedEvents({
  service: "openemr",
  clusterArn,
  serviceArn,
  clusterIdentifier: "openemr-test-database",
  databaseArn: arn("rds", "cluster:openemr-test-database"),
  fileSystemArn: arn("elasticfilesystem", "file-system/fs-1"),
  restoreRoleArn: "arn:aws:iam::123456789012:role/openemr-test-restore-us-east-1",
  vaultArn,
  copiesElsewhere: true,
  exports: true,
  sendsMail: true,
  fileExportDefinition: arn("ecs", "task-definition/openemr-test-export-files:"),
});

/** Events with the fields that the pages named in watched-events.ts show; what no rule can ask for is left out. */
const event = (source: string, detailType: string, detail: object, resources: readonly string[] = []) => ({
  version: "0",
  id: "3317b2af-7005-947d-b652-f55e762e571a",
  "detail-type": detailType,
  source,
  account: "123456789012",
  time: "2026-11-30T02:00:00Z",
  region: "us-east-1",
  resources,
  detail,
});

const ended = {
  containerArn: arn("ecs", "container/1"),
  lastStatus: "STOPPED",
  name: "openemr",
  exitCode: 137,
  reason: "OutOfMemoryError: Container killed due to memory usage",
};
const crashed = {
  containerArn: arn("ecs", "container/1"),
  lastStatus: "STOPPED",
  name: "openemr",
  exitCode: 139,
};
const healthy = {
  containerArn: arn("ecs", "container/2"),
  lastStatus: "STOPPED",
  name: "other",
  exitCode: 0,
};
const task = (others: object = {}) =>
  event("aws.ecs", "ECS Task State Change", {
    clusterArn,
    containers: [healthy, ended],
    group: "service:openemr",
    desiredStatus: "STOPPED",
    lastStatus: "STOPPED",
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    taskArn: arn("ecs", "task/openemr-test/c13b4cb40f1f4fe4a2971f76ae5a47ad"),
    ...others,
  });
const deployment = (eventName: string, service = serviceArn) =>
  event(
    "aws.ecs",
    "ECS Deployment State Change",
    {
      eventType: "ERROR",
      eventName,
      deploymentId: "ecs-svc/123",
      updatedAt: "2026-11-30T02:00:00Z",
      reason: "ECS deployment circuit breaker: task failed to start.",
    },
    [service],
  );
const restore = (detail: object) =>
  event("aws.backup", "Restore Job State Change", {
    restoreJobId: "1B234A56-789B-01CD-2A34-4567A08901FD",
    backupSizeInBytes: "22548578304",
    creationDate: "2026-11-30T01:59:07.303Z",
    iamRoleArn: "arn:aws:iam::123456789012:role/openemr-test-restore-us-east-1",
    percentDone: 0,
    resourceType: "Aurora",
    ...detail,
  });
const copy = (state: string, sourceBackupVaultArn = vaultArn) =>
  event("aws.backup", "Copy Job State Change", {
    copyJobId: "47C8EF56-74D8-059D-1301-C5BE1D5C926E",
    creationDate: "2026-11-30T01:36:13.239Z",
    resourceArn: arn("rds", "cluster:openemr-test-database"),
    resourceType: "Aurora",
    sourceBackupVaultArn,
    state,
    statusMessage: "Access denied",
    destinationBackupVaultArn: "arn:aws:backup:us-west-2:123456789012:backup-vault:copies",
    // AWS's example of a failed copy has an empty object here.
    destinationRecoveryPointArn: {},
  });
const finding = (severity: number) =>
  event("aws.guardduty", "GuardDuty Finding", {
    id: "16afba5c5c43e07c9e3e5e2e544e95df",
    type: "UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom",
    title: "API calls were invoked from an IP address on a list of threats.",
    severity,
  });
const fileExport = (container: object, family = "openemr-test-export-files") =>
  task({
    stopCode: "TaskFailedToStart",
    // "Stopped tasks error messages" of the ECS developer guide has addresses in quotation marks.
    stoppedReason:
      'CannotPullContainerError: ref pull has been retried 5 time(s): Get "https://registry-1.docker.io/v2/": net/http: request canceled',
    group: `family:${family}`,
    taskDefinitionArn: arn("ecs", `task-definition/${family}:3`),
    containers: [{ lastStatus: "STOPPED", name: "export-files", ...container }],
  });
const databaseExport = (EventID: string) =>
  event("aws.rds", "RDS DB Cluster Event", {
    ...(database("notification") as { detail: object }).detail,
    Message: "The DB cluster export task failed.",
    EventID,
  });
const database = (category: string, SourceIdentifier = "openemr-test-database") =>
  event("aws.rds", "RDS DB Cluster Event", {
    EventCategories: [category],
    SourceType: "CLUSTER",
    SourceArn: arn("rds", `cluster:${SourceIdentifier}`),
    Date: "2026-11-30T02:00:00.000Z",
    SourceIdentifier,
    Message: "Completed failover to DB instance: openemr-test-database-1",
    EventID: "RDS-EVENT-0071",
  });

const TOLD: ReadonlyArray<readonly [name: string, event: object]> = [
  ["deployment-failed", deployment("SERVICE_DEPLOYMENT_FAILED")],
  ["task-out-of-memory", task()],
  ["task-crashed", task({ containers: [healthy, crashed] })],
  ["restore-failed", restore({ status: "FAILED", statusMessage: "Access denied" })],
  // Somebody restores it in the console, by another role.
  ["restore-failed", restore({ status: "FAILED", iamRoleArn: "arn:another", backupVaultArn: vaultArn })],
  [
    "restore-failed",
    restore({
      status: "FAILED",
      iamRoleArn: "arn:another",
      sourceResourceArn: arn("elasticfilesystem", "file-system/fs-1"),
    }),
  ],
  ["database-failover", database("failover")],
  ["database-failover", database("failure")],
  ["database-maintenance", database("maintenance")],
  ["copy-failed", copy("FAILED")],
  ["guardduty-finding", finding(5)],
  ["mail-paused", event("aws.ses", "Sending Status Disabled", {})],
  ["database-export-failed", databaseExport("RDS-EVENT-0234")],
  ["database-export-failed", databaseExport("RDS-EVENT-0235")],
  ["file-export-failed", fileExport({ exitCode: 1 })],
  ["file-export-failed", fileExport({ exitCode: 5 })],
  ["file-export-failed", fileExport({ reason: "CannotPullContainerError" })],
];

const matchingOf = (each: object) => events.filter(({ pattern }) => matchesPattern(pattern, each));
const toldOf = (each: object) => matchingOf(each).flatMap(({ name, told }) => (told ? [name] : []));

test.each(TOLD)("%s is told, and nothing else", (name, each) => {
  expect(toldOf(each)).toEqual([name]);
});

function valueAt(event: object, path: string): string {
  return path
    .slice(2)
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], event) as string;
}

test("every watched event has an example, which has every value that its text names", () => {
  const told = events.flatMap((watched) => (watched.told ? [watched.name] : []));
  expect(new Set(TOLD.map(([name]) => name))).toEqual(new Set(told));
  for (const [name, each] of TOLD) {
    const { values, text } = events.find((watched) => watched.name === name)!.told!;
    expect([...text.matchAll(/<(\w+)>/g)].map(([, value]) => value!).sort()).toEqual(
      expect.arrayContaining(Object.keys(values).sort()),
    );
    for (const path of Object.values(values)) {
      const found = valueAt(each, path);
      expect({ name, path, found }).toEqual({ name, path, found: expect.any(String) });
    }
  }
});

// "EventBridge doesn't escape values" ("Amazon EventBridge input transformation"), and drops what is no JSON then.
test("the AWS CLI is called only as the role of operators allows", () => {
  const texts = events.flatMap(({ told }) => (told ? [told.text] : []));
  const calls = texts.flatMap((text) =>
    [...text.matchAll(/\baws ([a-z]+) ([a-z-]+)/g)].map(
      ([, service, operation]) =>
        `${service}:${operation!.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`,
    ),
  );
  expect(calls.length).toBeGreaterThan(0);
  expect(calls.filter((call) => !STATUS_CALLS.includes(call))).toEqual([]);
});

test.each(TOLD)("the message of %s is JSON with the values of its event, too", (name, each) => {
  const { values, text } = events.find((watched) => watched.name === name)!.told!;
  const message = Object.entries(values).reduce(
    (filled, [value, path]) => filled.replaceAll(`<${value}>`, valueAt(each, path)),
    text,
  );
  expect(JSON.parse(`"${message}"`)).not.toMatch(/<\w+>/);
});

test.each([
  ["a deployment that goes on", deployment("SERVICE_DEPLOYMENT_IN_PROGRESS")],
  ["a deployment of another service", deployment("SERVICE_DEPLOYMENT_FAILED", `${serviceArn}-2`)],
  ["a task that was replaced", task({ containers: [healthy] })],
  ["a task that a person started by hand", task({ group: "family:openemr" })],
  [
    "a task that ECS ended, whatever its code",
    task({ stopCode: "ServiceSchedulerInitiated", containers: [healthy, crashed] }),
  ],
  ["a task of another cluster", task({ clusterArn: `${clusterArn}-2` })],
  ["a task that is about to end", task({ lastStatus: "DEPROVISIONING" })],
  [
    "a restore of another installation",
    restore({
      status: "FAILED",
      iamRoleArn: "arn:aws:iam::123456789012:role/openemr-test-west-restore-us-east-1",
      backupVaultArn: `${vaultArn}-2`,
      sourceResourceArn: arn("rds", "cluster:openemr-test-west-database"),
    }),
  ],
  ["a restore that succeeded", restore({ status: "COMPLETED" })],
  // AWS's example of a restore that begins has its state under another name.
  ["a restore that begins", restore({ state: "CREATED" })],
  ["a copy that succeeded", copy("COMPLETED")],
  ["a copy from another vault", copy("FAILED", `${vaultArn}-2`)],
  ["a failover of another database", database("failover", "other")],
  ["a backup of the database", database("backup")],
  ["an export that is complete", databaseExport("RDS-EVENT-0236")],
  ["a copy of the files that is complete", fileExport({ exitCode: 0 })],
  ["a copy of the files in which files vanished", fileExport({ exitCode: 2 })],
  ["a finding of low severity", finding(2)],
  ["mail that goes out again", event("aws.ses", "Sending Status Enabled", {})],
  ["another task that failed", fileExport({ exitCode: 1 }, "openemr-test-maintenance")],
])("nobody is told of %s", (_, each) => {
  expect(toldOf(each)).toEqual([]);
});

test.each([
  ["a copy that ended well", copy("COMPLETED"), ["copy-completed"]],
  ["a copy that goes on", copy("RUNNING"), []],
  ["a copy from another vault", copy("COMPLETED", `${vaultArn}-2`), []],
])("the alarm of missing copies counts %s, or does not", (_, each, names) => {
  expect(matchingOf(each).map(({ name }) => name)).toEqual(names);
});

test("fields of different objects in an array are no match", () => {
  const employees = [
    { first: "Anna", last: "Smith" },
    { first: "Peter", last: "Jones" },
  ];
  expect(matchesPattern({ employees: { first: ["Anna"] } }, { employees })).toBe(true);
  expect(matchesPattern({ employees: { first: ["Anna"], last: ["Jones"] } }, { employees })).toBe(false);
  expect(() => matchesPattern({ a: [{ suffix: "x" }] }, { a: "x" })).toThrow("does not know");
});
