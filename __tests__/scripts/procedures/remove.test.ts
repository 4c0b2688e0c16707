import { backup } from "../../../scripts/procedures/backup/backup";
import type { Installation } from "../../../scripts/procedures/installation";
import { start, stop } from "../../../scripts/procedures/service/stop-and-start";
import { carriedOut, disturbed, NAMES } from "./support/carried-out";
import { Killed } from "./support/fault";
import { removeAccount } from "./support/remove-account";
import { LIMIT, sampledFaults } from "./support/sampled-faults";
import { LEFT_RECORDS } from "./support/unfinished";
import { offline } from "./support/upgrade-account";

type Account = ReturnType<typeof removeAccount>;

const GONE = { isEmpty: true, notes: [], of: new Set([NAMES.databaseArn, NAMES.fileSystemArn]) };

function outcome({ state, account }: Account) {
  return {
    isEmpty: state.isEmpty,
    notes: account.notes(),
    of: new Set(account.completed().map(({ ResourceArn }) => ResourceArn)),
  };
}

async function told(made: Account) {
  const lines: string[] = [];
  await carriedOut(made.world, made.remove, {
    shown: ({ summary }) => lines.push(summary),
    finished: (_procedure, _seconds, outcomes) => lines.push(...outcomes),
  });
  return lines.join("\n");
}

test("OpenEMR is stopped and both stores are backed up before anything is destroyed, and no note stays", async () => {
  const made = removeAccount();
  await carriedOut(made.world, made.remove);
  expect(outcome(made)).toEqual(GONE);
  expect(made.destroys).toEqual([{ options: ["--skip-backup"], running: 0, backups: 2 }]);
  expect(made.backups.jobs.map(({ RecoveryPointLifecycle: kept }) => kept?.DeleteAfterDays)).toEqual([
    2555, 2555,
  ]);
});

test("it says by name what is lost, and what stays and costs", async () => {
  const made = removeAccount();
  made.logGroups.names.push(
    "/aws/ecs/containerinsights/openemr-trial-cluster/performance",
    "/aws/ecs/containerinsights/openemr-trial-east-cluster/performance",
    "/openemr-trial-east/application",
  );
  Object.assign(made.backups.points[0]!, {
    ResourceType: "EFS",
    CalculatedLifecycle: { DeleteAt: new Date("2033-11-28") },
  });
  const text = await told(made);
  expect(text).toContain("What goes: the database openemr-trial-database, the file system fs-1, the network");
  expect(text).toContain("  openemr-trial-exports\n");
  expect(text).toContain("1 of the files in the vault openemr-trial-backup, the last one until 2033-11-28");
  expect(text).toContain("It costs in a month USD 2.00 for two keys, USD 0.021 a GB for the database's");
  expect(text.match(/aws logs delete-log-group .*/g)).toEqual([
    "aws logs delete-log-group --region eu-west-1 --log-group-name /aws/ecs/containerinsights/openemr-trial-cluster/performance",
  ]);
});

test("copies elsewhere, their vault and its key are said to stay, with what they cost", async () => {
  const made = removeAccount();
  made.account.copiesVault = "openemr-trial-copies";
  for (const ResourceType of ["Aurora", "EFS", "EFS"]) {
    made.backups.points.push({
      RecoveryPointArn: `arn:copy-${made.backups.points.length}`,
      BackupVaultName: "openemr-trial-copies",
      ResourceType,
      Status: "COMPLETED",
      CalculatedLifecycle: { DeleteAt: new Date("2027-01-04") },
    });
  }
  const text = await told(made);
  expect(text).toContain(
    "In us-west-2 stay 1 recovery points of the database and 2 of the files, which are copies, in the vault openemr-trial-copies, " +
      "the last one until 2027-01-04, and its key. They cost in a month USD 1.00 for the key, USD 0.022 a GB",
  );
  expect(text).toContain(
    "The copies in arn:aws:backup:eu-west-1:999988887777:backup-vault:vault stay as well",
  );
  made.account.copiesVault = "openemr-trial-never-made";
  expect(await told(made)).toContain(
    "The vault openemr-trial-never-made of the copies in us-west-2 does not exist, or",
  );
  made.account.copiesVault = undefined;
  expect(await told(made)).not.toContain("us-west-2");
});

test("a protected installation is refused before anything is touched", async () => {
  const made = removeAccount({ isProtected: true });
  await expect(carriedOut(made.world, made.remove)).rejects.toThrow(
    /deletion_protection of "trial" is true.*Set deletion_protection = false/,
  );
  expect(made.world.calls).toEqual([]);
});

test.each(LEFT_RECORDS.filter(({ refused }) => refused))(
  "nothing is stopped or destroyed before what is not finished has ended: $is",
  async ({ parameter, value, refused }) => {
    const made = removeAccount();
    made.parameters.values.set(parameter, value);
    await expect(carriedOut(made.world, made.remove)).rejects.toThrow(refused);
    expect(made.service.running).toBe(2);
    expect(made.destroys).toEqual([]);
  },
);

test("nothing goes on to be destroyed before it either, where outputs are gone", async () => {
  const { parameter, value } = LEFT_RECORDS.find(
    ({ is }) => is === "restore to 2026-11-29T05:00:00Z, begun",
  )!;
  const made = removeAccount();
  made.account.fails = true;
  await expect(carriedOut(made.world, made.remove)).rejects.toThrow("The destroy ended with 1");
  made.parameters.values.set(parameter, value);
  await expect(carriedOut(made.world, made.remove)).rejects.toThrow(
    /is not finished.* outputs are gone.*first: npm run deploy -- trial\. Nothing was changed/,
  );
  expect(made.destroys).toHaveLength(1);
});

describe("without patient data", () => {
  test("nothing is backed up, and recovery points go, which would keep AWS from deleting the vault", async () => {
    const made = removeAccount({ isWorthless: true });
    made.backUpFiles();
    await carriedOut(made.world, made.remove);
    expect(made.destroys).toEqual([{ options: [], running: 0, backups: 0 }]);
    expect(made.backups.points).toEqual([]);
  });

  const COPY = { ResourceType: "EFS", BackupVaultName: "openemr-trial-copies", Status: "COMPLETED" } as const;

  test("copies elsewhere go as well, at which the destroy would stop", async () => {
    const made = removeAccount({ isWorthless: true });
    made.account.copiesVault = COPY.BackupVaultName;
    made.backups.points.push({ ...COPY, RecoveryPointArn: "arn:copy", ResourceArn: NAMES.fileSystemArn });
    expect(await told(made)).toContain("in the backup vault, their copies in us-west-2, the database");
    expect(made.backups.points).toEqual([]);
    expect(made.state.isEmpty).toBe(true);
  });

  test("copies that an earlier installation of the name left are not deleted", async () => {
    const made = removeAccount({ isWorthless: true });
    made.account.copiesVault = COPY.BackupVaultName;
    const earlier = NAMES.fileSystemArn.replace("fs-1", "fs-earlier");
    made.backups.points.push({ ...COPY, RecoveryPointArn: "arn:copy", ResourceArn: earlier });
    await expect(carriedOut(made.world, made.remove)).rejects.toThrow(
      /The vault openemr-trial-copies has 1 recovery point of fs-earlier/,
    );
    expect(made.destroys).toEqual([]);
  });

  test("it says that recovery points go", async () => {
    const text = await told(removeAccount({ isWorthless: true }));
    expect(text).toContain("What goes: the recovery points in the backup vault, the database");
    expect(text).not.toContain("What stays: recovery points in the backup vault");
  });

  test("recovery points that an earlier installation of the name left are not deleted", async () => {
    const made = removeAccount({ isWorthless: true });
    made.backUpFiles();
    const earlier = NAMES.fileSystemArn.replace("fs-1", "fs-earlier");
    made.backups.points.push({ RecoveryPointArn: "arn:earlier", ResourceArn: earlier, Status: "COMPLETED" });
    await expect(carriedOut(made.world, made.remove)).rejects.toThrow(
      /has 1 recovery point of fs-earlier.*Set skip_final_snapshot = false in environments\/trial\.tfvars.*Nothing was changed/,
    );
    expect(made.world.calls.filter((action) => !/^(Get|List)/.test(action))).toEqual([]);
    expect(made.destroys).toEqual([]);
  });

  test(
    "it ends well, whatever goes wrong at any request",
    async () => {
      const undisturbed = removeAccount({ isWorthless: true });
      await carriedOut(undisturbed.world, undisturbed.remove);
      for (const fault of sampledFaults(undisturbed.world.calls)) {
        const made = removeAccount({ isWorthless: true });
        await disturbed(made.world, made.remove, fault);
        const { state, backups, account } = made;
        expect({ ...fault, ...state, points: backups.points, notes: account.notes() }).toMatchObject({
          ...fault,
          isEmpty: true,
          points: [],
          notes: [],
        });
      }
    },
    LIMIT,
  );
});

test("with patient data no recovery point is deleted", async () => {
  const made = removeAccount();
  await carriedOut(made.world, made.remove);
  expect(made.world.calls).not.toContain("DeleteRecoveryPoint");
});

test("a backup that fails leaves everything, and says how people work again", async () => {
  const made = removeAccount();
  made.backups.failing.set(NAMES.fileSystemArn, { State: "FAILED", StatusMessage: "No space." });
  await expect(carriedOut(made.world, made.remove)).rejects.toThrow(
    /No space[\s\S]*Nothing was destroyed\. To keep the installation, .*npm run start -- trial/,
  );
  expect(made.destroys).toEqual([]);
});

test("a destroy that stopped half way goes on without outputs, and without another backup", async () => {
  const made = removeAccount();
  made.account.fails = true;
  await expect(carriedOut(made.world, made.remove)).rejects.toThrow(
    /The destroy ended with 1[\s\S]*To keep what is left instead: npm run deploy -- trial/,
  );
  await carriedOut(made.world, made.remove);
  expect(outcome(made)).toEqual(GONE);
  expect(made.destroys.map(({ options }) => options)).toEqual([["--skip-backup"], ["--skip-backup"]]);
  expect(made.completed()).toHaveLength(2);
});

/** The run ends while both stores are backed up after the stop. */
async function stoppedInBackup() {
  const made = removeAccount();
  made.world.check = () => {
    if (made.backups.jobs.length === 2) throw new Killed("the run");
  };
  await expect(carriedOut(made.world, made.remove)).rejects.toThrow("Killed");
  made.world.check = () => {};
  return made;
}

test("a backup that a former run began after the stop goes on", async () => {
  const made = await stoppedInBackup();
  await carriedOut(made.world, made.remove);
  expect(made.backups.jobs).toHaveLength(2);
  expect(made.destroys).toEqual([{ options: ["--skip-backup"], running: 0, backups: 2 }]);
});

test.each([
  ["and still work", [start]],
  ["and OpenEMR was stopped again", [start, stop]],
])("a backup does not count that was begun before people worked once more %s", async (_, since) => {
  const made = await stoppedInBackup();
  // Both still go on, as those of a large file system do.
  for (const job of made.backups.jobs) job.ticks = -500;
  for (const procedure of since) await carriedOut(made.world, offline(procedure));
  const worked = made.backups.now();
  await carriedOut(made.world, made.remove);
  expect(outcome(made)).toEqual(GONE);
  const later = made.backups.jobs.filter(({ CreationDate }) => CreationDate! > worked);
  expect(later.map(({ State }) => State)).toEqual(["COMPLETED", "COMPLETED"]);
});

test("the stop is not dated by an answer of Parameter Store that is behind", async () => {
  const made = removeAccount();
  let isFirst = true;
  made.world.check = (action) => {
    if (action !== "PutParameter" || made.service.running > 0 || !isFirst) return;
    made.parameters.isBehind = true;
    isFirst = false;
  };
  const retried: string[] = [];
  await carriedOut(made.world, made.remove, { retried: ({ message }) => retried.push(message) });
  expect(outcome(made)).toEqual(GONE);
  expect(retried).toEqual(["AWS does not show what was noted now"]);
});

test("a backup of the same length that somebody began before the stop does not count", async () => {
  const made = removeAccount();
  const early = (installation: Installation) => backup(installation, { keepDays: 2555 });
  made.world.check = () => {
    if (made.backups.jobs.length === 2) throw new Killed("the run");
  };
  await carriedOut(made.world, early).catch(() => {});
  for (const job of made.backups.jobs) job.ticks = -500;
  made.world.check = () => {};
  await carriedOut(made.world, made.remove);
  expect(made.backups.jobs).toHaveLength(4);
  expect(made.destroys[0]).toMatchObject({ running: 0, backups: 2 });
});

test("where people worked again after the last backup, another one is made", async () => {
  const made = removeAccount();
  made.backups.failing.set(NAMES.fileSystemArn, { State: "FAILED", StatusMessage: "No space." });
  const [record] = ["/openemr-trial/procedure-remove"];
  const moment = new Date().toISOString();
  made.parameters.values.set(record!, JSON.stringify({ begunAt: moment, done: { backup: moment } }));
  await expect(carriedOut(made.world, made.remove)).rejects.toThrow("No space");
  await carriedOut(made.world, made.remove);
  expect(outcome(made)).toEqual(GONE);
});

test("a state that has nothing of an installation which AWS has is another one, and no note of it goes", async () => {
  const made = removeAccount({ isEmpty: true, isUsed: false, hasDatabase: false, hasFiles: false });
  made.account.hasOutputs = false;
  const before = made.notes();
  await expect(carriedOut(made.world, made.remove)).rejects.toThrow(
    'Nothing of "trial" is in Terraform\'s state, but AWS has its parameter /openemr-trial/procedure, so the state may be another one.',
  );
  expect(made.notes()).toEqual(before);
});

test("what is removed already says so", async () => {
  const made = removeAccount();
  await carriedOut(made.world, made.remove);
  made.world.calls.length = 0;
  expect(await told(made)).toContain('Nothing of "trial" is in Terraform\'s state, and its name is free.');
  expect(made.world.calls.filter((action) => /^(Put|Delete|Start|Update)/.test(action))).toEqual([]);
  expect(made.destroys).toHaveLength(1);
});

test(
  "whatever goes wrong at any request, both stores are backed up before the destroy, and the next run ends it",
  async () => {
    const undisturbed = removeAccount();
    await carriedOut(undisturbed.world, undisturbed.remove);
    for (const fault of sampledFaults(undisturbed.world.calls)) {
      const made = removeAccount();
      await disturbed(made.world, made.remove, fault);
      expect({ ...fault, ...outcome(made), jobs: made.backups.jobs.length }).toEqual({
        ...fault,
        ...GONE,
        jobs: 2,
      });
      for (const { running, backups } of made.destroys) {
        expect({ ...fault, running, isBackedUp: backups >= 2 }).toEqual({
          ...fault,
          running: 0,
          isBackedUp: true,
        });
      }
    }
  },
  LIMIT,
);
