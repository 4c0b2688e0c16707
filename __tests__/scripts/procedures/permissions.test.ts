import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { backup } from "../../../scripts/procedures/backup/backup";
import { finishRestore } from "../../../scripts/procedures/restore/finish";
import { restore } from "../../../scripts/procedures/restore/restore";
import { undoRestore } from "../../../scripts/procedures/restore/undo";
import { rotateAdministrator } from "../../../scripts/procedures/rotate/administrator";
import { rotateDatabase } from "../../../scripts/procedures/rotate/database";
import { rotateMail } from "../../../scripts/procedures/rotate/mail";
import { run } from "../../../scripts/procedures/run/run";
import { start, stop } from "../../../scripts/procedures/service/stop-and-start";
import { PROCEDURE_CALLS } from "../../../src/operations/procedure-calls";
import { carriedOut, type Make, NAMES } from "./support/carried-out";
import { importedBackup } from "./support/import-account";
import { ParametersPart } from "./support/parameters-part";
import { recoverAccount } from "./support/recover-account";
import { removeAccount } from "./support/remove-account";
import { MOMENT, restoreAccount } from "./support/restore-account";
import { RotationsPart } from "./support/rotations-part";
import { ServicePart } from "./support/service-part";
import { TasksPart } from "./support/tasks-part";
import { offline, upgradeAccount } from "./support/upgrade-account";
import { World } from "./support/world";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "openemr-calls-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Run {
  readonly world: World;
  readonly makes: readonly Make[];
}

/** The world in which each procedure is carried out, and its steps, one after the other. */
const RUNS: Readonly<Record<string, () => Run | Promise<Run>>> = {
  backup: () => only(restoreAccount(), (installation) => backup(installation, { keepDays: 35 })),
  import: async () => {
    const account = await importedBackup(folder);
    const finish: Make = (installation) => {
      account.backUpFiles();
      return finishRestore(installation);
    };
    return { world: account.world, makes: [account.moveIn, undoRestore, finish] };
  },
  recover: () => {
    const { world, recoverFrom, recoverSnapshot } = recoverAccount();
    const fromRegion: Make = async (installation) => {
      await recoverFrom("eu-west-1")(installation);
      return recoverSnapshot(installation);
    };
    return { world, makes: [fromRegion] };
  },
  remove: async () => {
    const { world, remove } = removeAccount();
    // Without patient data, recovery points go as well.
    const trial = removeAccount({ isWorthless: true });
    trial.backUpFiles();
    await carriedOut(trial.world, trial.remove);
    for (const permission of trial.world.permissions) world.permissions.add(permission);
    return { world, makes: [remove] };
  },
  restore: () => {
    const account = restoreAccount();
    const toSecond: Make = (to) => restore(to, { to: "latest", keepFiles: true, rehearse: false });
    const snapshot = "openemr-trial-database-final-abc123";
    account.rds.lastSnapshots.push({
      DBClusterSnapshotIdentifier: snapshot,
      SnapshotCreateTime: new Date(MOMENT),
      Status: "available",
    });
    account.rds.dataOf = (source) => (source === snapshot ? MOMENT : "today");
    const toSnapshot: Make = (to) => restore(to, { snapshot, keepFiles: false, rehearse: false });
    // A backup is demanded before anything goes that people worked with.
    const finish: Make = (installation) => {
      account.backUpFiles();
      return finishRestore(installation);
    };
    return { world: account.world, makes: [toSnapshot, undoRestore, finish, toSecond] };
  },
  "rotate administrator": () => rotated(rotateAdministrator),
  "rotate database": () => {
    const rotations = new RotationsPart();
    // A rotation that is stuck is cleared first.
    rotations.stages.set("stuck", ["AWSPENDING"]);
    return only({ world: new World([rotations, new ParametersPart()]) }, rotateDatabase);
  },
  "rotate mail": () => rotated(rotateMail),
  run: () => {
    const props = { script: "ls", name: "ls.sh", print: () => {}, ended: () => {} };
    return only(restoreAccount(), (installation) => run(installation, props));
  },
  start: () => only(restoreAccount(), stop, start),
  stop: () => only(restoreAccount(), stop),
  upgrade: () => {
    const account = upgradeAccount(folder);
    return { world: account.world, makes: [account.upgrade, account.back] };
  },
};

function rotated(make: Make) {
  const service = new ServicePart(NAMES.cluster, NAMES.service);
  const parts = [new RotationsPart(service), service, new TasksPart(), new ParametersPart()];
  return only({ world: new World(parts) }, make);
}

function only({ world }: { readonly world: World }, ...makes: readonly Make[]) {
  return { world, makes };
}

test.each(Object.keys(RUNS))("%s asks AWS for what is listed, and for nothing else", async (name) => {
  const { world, makes } = await RUNS[name]!();
  for (const make of makes) await carriedOut(world, offline(make));
  expect([...world.permissions].sort()).toEqual(PROCEDURE_CALLS[name]);
});

test("each procedure whose calls are listed is carried out here", () => {
  expect(Object.keys(PROCEDURE_CALLS).sort()).toEqual(Object.keys(RUNS).sort());
});
