import type { Installation } from "../../../scripts/procedures/installation";
import { restore } from "../../../scripts/procedures/restore/restore";
import { carriedOut, NAMES } from "./support/carried-out";
import { restoreAccount } from "./support/restore-account";
import { finish, OF_THEN, OF_TODAY, stateOf, toThatMoment, undo } from "./support/restores";

const IN_USE = {
  clusters: ["openemr-trial-database"],
  instances: ["openemr-trial-database-reader", "openemr-trial-database-writer"],
};

/** The database to a second: nothing else is restored. */
const toSecond = (to: Installation) => restore(to, { to: "latest", keepFiles: true, rehearse: false });

test("an exchange waits where AWS backs the database up when its turn comes, and goes on by itself", async () => {
  const account = restoreAccount();
  let isBackedUp = false;
  const { check } = account.world;
  account.world.check = (action) => {
    check(action);
    if (isBackedUp || action !== "UpdateService") return;
    isBackedUp = true;
    Object.assign(account.rds.clusters[0]!, { Status: "backing-up", left: 60 });
  };
  await carriedOut(account.world, toThatMoment);
  expect(isBackedUp).toBe(true);
  expect(stateOf(account)).toEqual(OF_THEN);
});

test.each([
  ["the cluster", "RestoreDBClusterToPointInTime"],
  ["the instance", "CreateDBInstance"],
])("a restore that is given up while AWS makes %s is removed as soon as AWS lets it", async (_, action) => {
  const undisturbed = restoreAccount();
  await carriedOut(undisturbed.world, toSecond).catch(() => {});
  const account = restoreAccount();
  account.world.disturb({ at: undisturbed.world.calls.indexOf(action), kind: "killed after" });
  await expect(carriedOut(account.world, toSecond)).rejects.toThrow("Killed");
  account.world.revive();
  // It takes minutes.
  for (const made of [...account.rds.clusters.slice(1), ...account.rds.instances.slice(2)]) {
    if (action === "CreateDBInstance" || "password" in made) made.left = 150;
  }
  await carriedOut(account.world, finish);
  expect(account.names()).toEqual(IN_USE);
});

test("a restore that is given up before its files come leaves what AWS restored for somebody else", async () => {
  const undisturbed = restoreAccount();
  await carriedOut(undisturbed.world, toThatMoment);
  const account = restoreAccount();
  const theirs = { "aws-backup-restore_2026-11-30T10-00-00-123Z": "theirs" };
  Object.assign(account.tasks.folders, theirs);
  const at = undisturbed.world.calls.indexOf("RestoreDBClusterToPointInTime");
  account.world.disturb({ at, kind: "killed after" });
  await expect(carriedOut(account.world, toThatMoment)).rejects.toThrow("Killed");
  account.world.revive();
  await carriedOut(account.world, finish);
  expect(account.names()).toEqual(IN_USE);
  expect(account.tasks.folders).toEqual({ sites: "today", ...theirs });
});

test.each(["openemr-trial-restored", "openemr-trial-replaced"])(
  "a database %s that somebody made by hand is not exchanged in place of what is restored",
  async (DBClusterIdentifier) => {
    const account = restoreAccount();
    account.rds.add({ DBClusterIdentifier, data: "theirs" });
    await expect(carriedOut(account.world, toThatMoment)).rejects.toThrow(
      `There is a database ${DBClusterIdentifier} already, and no restore is noted that made it.`,
    );
    expect(stateOf(account)).toEqual(OF_TODAY);
    expect(account.parameters.records()).toEqual([NAMES.procedureParameter]);
  },
);

test("a database that somebody stopped ends the exchange, and says how to go on", async () => {
  const account = restoreAccount();
  const { check } = account.world;
  account.world.check = (action) => {
    check(action);
    if (action === "UpdateService") Object.assign(account.rds.clusters[0]!, { Status: "stopped", left: 1e9 });
  };
  await expect(carriedOut(account.world, toThatMoment)).rejects.toThrow(
    /Stop the export of the former database's logs", failed\.\nInvalidDBClusterStateFault: .*\nAWS says that it is stopped\. Start it first: aws rds start-db-cluster/,
  );
  account.world.check = check;
  Object.assign(account.rds.clusters[0]!, { Status: "available", left: 0 });
  await carriedOut(account.world, toThatMoment);
  expect(stateOf(account)).toEqual(OF_THEN);
});

test("the end of a restore of the database only leaves all files as they are, and demands no backup of them", async () => {
  const account = restoreAccount();
  account.rds.dataOf = () => "today";
  await carriedOut(account.world, toSecond);
  const theirs = { "aws-backup-restore_2026-11-30T10-00-00-123Z": "theirs" };
  Object.assign(account.tasks.folders, theirs);
  let summary = "";
  await carriedOut(account.world, finish, { shown: (procedure) => (summary = procedure.summary) });
  expect(account.tasks.folders).toEqual({ sites: "today", ...theirs });
  expect(summary).toMatch(
    /^Removes the former database, with .* stays in the snapshot openemr-trial-replaced-\d{14} only\.$/,
  );
});

test.each([
  ["2026-10-15T00:10:00Z", "2026-10-15T00:10:00.000Z"],
  ["2026-10-15T09:10:00Z", "2026-10-15T05:00:00.000Z"],
])("a database that is hours from the files is told of, with what is lost: %s", async (database, since) => {
  const account = restoreAccount();
  const point = (ResourceArn: string, time: string) => ({
    ...{
      RecoveryPointArn: `arn:${time}`,
      ResourceArn,
      CreationDate: new Date(time),
      Status: "COMPLETED" as const,
    },
  });
  account.backups.points.push(
    point(NAMES.fileSystemArn, "2026-10-15T05:00:00Z"),
    point(NAMES.databaseArn, database),
  );
  const options = { to: "2026-10-15T05:00:00Z", keepFiles: false, rehearse: false };
  const { summary } = await restore(account.world.installation(NAMES), options);
  expect(summary).toContain(`what was entered since ${since}, `);
  expect(summary).toContain(
    `The files are of 2026-10-15T05:00:00.000Z and the database is of ${new Date(database).toISOString()}, as there is none nearer`,
  );
});

test("a site's text that is longer than a note holds leaves the image's version in it", async () => {
  const account = restoreAccount();
  account.service.version = "sha256:0123";
  const site = (name: number) =>
    `site clinic${name}: OpenEMR 8.4.1, 12 patients, newest encounter 2026-11-28 10:00:00`;
  account.tasks.found = `${[1, 2, 3, 4, 5, 6].map(site).join("; ")}; this image 8.4.1`;
  await carriedOut(account.world, toThatMoment);
  expect(stateOf(account)).toEqual(OF_THEN);
});

test("a task for which AWS has no capacity is asked for again, and at last AWS's reason is told", async () => {
  const account = restoreAccount();
  const reason = "Capacity is unavailable at this time. Please try again later";
  account.tasks.failures.push(reason, reason);
  let retried = "";
  await carriedOut(account.world, toThatMoment, { retried: ({ message }) => (retried = message) });
  expect(retried).toBe(`ECS starts no task: ${reason}`);
  expect(stateOf(account)).toEqual(OF_THEN);
  account.tasks.failures.push(...Array.from({ length: 10 }, () => reason));
  await expect(carriedOut(account.world, undo)).rejects.toThrow(`ECS starts no task: ${reason}`);
});

test("a version whose number begins with that of the restored data is another one", async () => {
  const account = restoreAccount();
  account.service.version = "8.4.10-2027-01-01";
  await expect(carriedOut(account.world, toThatMoment)).rejects.toThrow(
    "data are of OpenEMR 8.4.1, and another",
  );
  account.service.version = "8.4.1-2026-10-01";
  await carriedOut(account.world, toThatMoment);
  expect(stateOf(account)).toEqual(OF_THEN);
});
