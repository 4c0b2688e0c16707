import { backup } from "../../../scripts/procedures/backup/backup";
import type { Installation } from "../../../scripts/procedures/installation";
import { restore } from "../../../scripts/procedures/restore/restore";
import { start } from "../../../scripts/procedures/service/stop-and-start";
import { carriedOut, disturbed } from "./support/carried-out";
import { MOMENT, restoreAccount } from "./support/restore-account";
import { finish, OF_THEN, OF_TODAY, stateOf, toThatMoment, undo } from "./support/restores";
import { changes, LIMIT, sampledFaults, TRIES_ALL } from "./support/sampled-faults";

const ALL = { keepFiles: false, rehearse: false } as const;

const IN_USE = {
  clusters: ["openemr-trial-database"],
  instances: ["openemr-trial-database-reader", "openemr-trial-database-writer"],
};

type Account = ReturnType<typeof restoreAccount>;

async function restored(): Promise<Account> {
  const account = restoreAccount();
  await carriedOut(account.world, toThatMoment);
  account.world.calls.length = 0;
  account.backUpFiles();
  return account;
}

test("OpenEMR has files and database of one moment, under the names that Terraform knows", async () => {
  const account = await restored();
  expect(stateOf(account)).toEqual(OF_THEN);
  expect(account.names()).toEqual({
    clusters: ["openemr-trial-database", "openemr-trial-replaced"],
    instances: [
      "openemr-trial-database-reader",
      "openemr-trial-database-writer",
      "openemr-trial-replaced-reader",
      "openemr-trial-replaced-writer",
    ],
  });
  const [former, made] = account.rds.clusters;
  expect(former).toMatchObject({ EnabledCloudwatchLogsExports: [] });
  expect(made).toMatchObject({
    password: "today",
    EnabledCloudwatchLogsExports: ["audit", "error"],
    BackupRetentionPeriod: 14,
  });
});

test.each([
  ["without insights", {}],
  [
    "with those of AWS's default",
    { PerformanceInsightsEnabled: true, PerformanceInsightsRetentionPeriod: 7 },
  ],
])("a database that AWS restores %s gets the former one's", async (_, restoredWith) => {
  const account = restoreAccount();
  const INSIGHTS = {
    DatabaseInsightsMode: "advanced",
    PerformanceInsightsEnabled: true,
    PerformanceInsightsRetentionPeriod: 731,
  } as const;
  Object.assign(account.rds.clusters[0]!, INSIGHTS, { PerformanceInsightsKMSKeyId: "key" });
  Object.assign(account.rds.restoredWith, restoredWith, { DatabaseInsightsMode: "standard" });
  await carriedOut(account.world, toThatMoment);
  expect(account.rds.clusters[1]).toMatchObject(INSIGHTS);
});

test("--undo goes back, and --finish leaves nothing of the restored", async () => {
  const account = await restored();
  await carriedOut(account.world, undo);
  expect(stateOf(account)).toEqual(OF_TODAY);
  await expect(carriedOut(account.world, finish)).rejects.toThrow(
    /People have worked with the files .* no backup has them as they were last\. Make one/,
  );
  account.backUpFiles();
  await carriedOut(account.world, finish);
  expect(account.names()).toEqual(IN_USE);
  expect(account.tasks.folders).toEqual({ sites: "today" });
  expect([...account.parameters.values.keys()]).toEqual(["/openemr-trial/procedure"]);
  // Only there is the data that people entered between the restore and its undo.
  expect(account.rds.snapshots).toEqual([
    expect.stringMatching(`^openemr-trial-restored-\\d{14}=${MOMENT}$`),
  ]);
});

test("--finish keeps a last snapshot of the former database", async () => {
  const account = await restored();
  await carriedOut(account.world, finish);
  expect(account.names()).toEqual(IN_USE);
  expect(stateOf(account)).toEqual(OF_THEN);
  expect(account.rds.snapshots).toEqual([expect.stringMatching(/^openemr-trial-replaced-\d{14}=today$/)]);
});

test("a rehearsal touches nothing that is in use", async () => {
  const account = restoreAccount();
  const rehearse = (installation: Installation) =>
    restore(installation, { ...ALL, to: "latest", rehearse: true });
  let told: readonly string[] = [];
  await carriedOut(account.world, rehearse, {
    finished: (_procedure, _seconds, outcome) => (told = outcome),
  });
  expect(told[0]).toMatch(/^Looked into: aws-backup-restore_\S+: site default: OpenEMR 8\.4\.1, 12 patients/);
  expect(stateOf(account)).toEqual({ ...OF_TODAY });
  expect(account.world.calls).not.toContain("UpdateService");
  await carriedOut(account.world, finish);
  expect(account.names()).toEqual(IN_USE);
});

test("a version that would upgrade the restored data stops it before the exchange, with OpenEMR stopped", async () => {
  const account = restoreAccount();
  account.tasks.found = "site default: OpenEMR 8.2.0, 12 patients; this image 8.4.1";
  await expect(carriedOut(account.world, toThatMoment)).rejects.toThrow(
    /data are of OpenEMR 8\.2\.0, and another version is deployed.*Set openemr_version in environments\/trial\.tfvars to 8\.2\.0/s,
  );
  expect(stateOf(account)).toEqual({ ...OF_TODAY, running: 0, suspended: true });
  account.service.version = "8.2.0";
  await carriedOut(account.world, toThatMoment);
  expect(stateOf(account)).toEqual(OF_THEN);
});

test("data that do not fit together stop it while people go on working", async () => {
  const account = restoreAccount();
  account.tasks.failing.set(
    "look-into",
    "site default: the key sixa in the files does not fit the database's",
  );
  await expect(carriedOut(account.world, toThatMoment)).rejects.toThrow(
    /"Look into what was restored", failed\.\nsite default: the key sixa[\s\S]*What is in use was not touched\. To give it up[^\n]*: npm run restore -- trial --finish$/,
  );
  expect(stateOf(account)).toEqual(OF_TODAY);
});

test.each(["start", "backup"] as const)("%s is refused in the middle of the exchange", async (name) => {
  const account = restoreAccount();
  account.tasks.failing.set("exchange-files", "There is no restored folder, and nothing was changed");
  await expect(carriedOut(account.world, toThatMoment)).rejects.toThrow(
    /no restored folder[\s\S]*npm run restore -- trial --undo$/,
  );
  const procedures = { start, backup: (to: Installation) => backup(to, { keepDays: 35 }) };
  await expect(carriedOut(account.world, procedures[name])).rejects.toThrow(
    /in the middle of its exchange, so files and database may be of different moments/,
  );
  await expect(carriedOut(account.world, finish)).rejects.toThrow(/in the middle of its exchange/);
  await carriedOut(account.world, toThatMoment);
  expect(stateOf(account)).toEqual(OF_THEN);
});

test("an image by digest that is newer than the restored data is not let at them", async () => {
  const account = restoreAccount();
  account.service.version = "sha256:0123";
  account.tasks.found = "site default: OpenEMR 8.2.0, 12 patients; this image 8.4.1";
  await expect(carriedOut(account.world, toThatMoment)).rejects.toThrow("data are of OpenEMR 8.2.0");
});

test("the latest is no longer that of a restore which was begun before", async () => {
  const account = await restored();
  const latest = (installation: Installation) => restore(installation, { ...ALL, to: "latest" });
  await expect(carriedOut(account.world, latest)).rejects.toThrow(
    /is not finished: what it replaced is still there/,
  );
});

test("--undo changes nothing where the former database is going", async () => {
  const account = await restored();
  account.world.disturb({ at: account.world.calls.length + 30, kind: "killed after" });
  await carriedOut(account.world, finish).catch(() => {});
  account.world.revive();
  await expect(carriedOut(account.world, undo)).rejects.toThrow(/is no longer there as it was.* --finish/s);
  expect(stateOf(account)).toEqual(OF_THEN);
});

test("one restore at a time", async () => {
  const account = await restored();
  const another = (installation: Installation) =>
    restore(installation, { ...ALL, to: "2026-11-28T05:00:00Z" });
  await expect(carriedOut(account.world, another)).rejects.toThrow(`The restore to ${MOMENT}, begun at`);
});

test("a second restore of the day has tasks of its own, in its undo too", async () => {
  const account = await restored();
  for (const procedure of [undo, finish, toThatMoment, undo]) {
    account.backUpFiles();
    await carriedOut(account.world, procedure);
  }
  expect(account.tasks.ran.filter((script) => script === "adopt-passwords")).toHaveLength(4);
  expect(stateOf(account)).toEqual(OF_TODAY);
});

test("what cannot be restored is refused before anything is begun", async () => {
  const account = restoreAccount();
  for (const [options, message] of [
    [{ ...ALL }, "so --to is needed"],
    [{ ...ALL, to: "2026-11-28T05:00:00Z" }, "there is no backup of the files of then"],
    [{ ...ALL, to: "2026-10-28T05:00:00Z", keepFiles: true }, "to the second from 2026-11-01T00:00:00.000Z"],
  ] as const) {
    const refused = carriedOut(account.world, (installation) => restore(installation, options));
    await expect(refused).rejects.toThrow(message);
  }
  expect(account.world.calls.filter((action) => !/^(Describe|List|Get)/.test(action))).toEqual([]);
});

describe("whatever goes wrong at any request", () => {
  test(
    "the next run ends the restore, and what was in use stays in use until the exchange",
    async () => {
      const undisturbed = restoreAccount();
      await carriedOut(undisturbed.world, toThatMoment);
      for (const fault of sampledFaults(undisturbed.world.calls)) {
        const account = restoreAccount();
        await disturbed(account.world, toThatMoment, fault);
        expect({ ...fault, ...stateOf(account) }).toMatchObject(OF_THEN);
      }
    },
    LIMIT,
  );

  test(
    "a restore that was stopped anywhere can be taken back",
    async () => {
      const undisturbed = restoreAccount();
      await carriedOut(undisturbed.world, toThatMoment);
      for (const [at, action] of undisturbed.world.calls.entries()) {
        if (!TRIES_ALL && !changes(action)) continue;
        const account = restoreAccount();
        account.world.disturb({ at, kind: "killed after" });
        // Killed at its very last request, it had done its work.
        await carriedOut(account.world, toThatMoment).catch(() => {});
        account.world.revive();
        if (![...account.parameters.values.keys()].some((name) => name.endsWith("-restore"))) continue;
        await carriedOut(account.world, undo).catch((error: Error) => {
          // Before the exchange nobody is to be interrupted for nothing.
          if (!/has not exchanged anything yet/.test(error.message)) throw error;
          expect(account.world.calls.slice(at)).not.toContain("UpdateService");
        });
        expect({ at, action, ...stateOf(account) }).toMatchObject(OF_TODAY);
        account.backUpFiles();
        await carriedOut(account.world, finish);
        expect({ at, action, ...account.names() }).toMatchObject(IN_USE);
        expect({ at, action, ...account.tasks.folders }).toEqual({ at, action, sites: "today" });
      }
    },
    LIMIT,
  );

  test.each([
    ["--undo", undo, OF_TODAY],
    ["--finish", finish, OF_THEN],
  ] as const)(
    "the next run ends %s",
    async (_, procedure, state) => {
      const undisturbed = await restored();
      await carriedOut(undisturbed.world, procedure);
      for (const fault of sampledFaults(undisturbed.world.calls, 4)) {
        const account = await restored();
        await disturbed(account.world, procedure, fault).catch((error: Error) => {
          // Where the last request was carried out, there is nothing left to do.
          if (!/nothing is left over/.test(error.message)) throw error;
        });
        expect({ ...fault, ...stateOf(account) }).toMatchObject(state);
      }
    },
    LIMIT,
  );
});
