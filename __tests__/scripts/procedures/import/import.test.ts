import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { importBackup } from "../../../../scripts/procedures/import/import";
import { type BackupLook, lookIntoBackup } from "../../../../scripts/procedures/import/look";
import { upload } from "../../../../scripts/procedures/import/upload";
import { finishRestore } from "../../../../scripts/procedures/restore/finish";
import { restore } from "../../../../scripts/procedures/restore/restore";
import { undoRestore } from "../../../../scripts/procedures/restore/undo";
import { carriedOut, disturbed, NAMES } from "../support/carried-out";
import { importAccount } from "../support/import-account";
import { LIMIT, sampledFaults } from "../support/sampled-faults";
import { offline } from "../support/upgrade-account";
import { dumpOf, FILES, writeBackup } from "./backups";

let folder: string;
let from: string;
let look: BackupLook;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "openemr-import-"));
  from = await writeBackup(folder, {
    files: [
      ...FILES,
      ["sites/default/config.php", "<?php"],
      ["sites/default/documents/1/shell.php", "<?php"],
      ["sites/default/documents/2/größer.txt", "größer"],
    ],
  });
  look = await lookIntoBackup(from);
});
afterAll(() => rmSync(folder, { recursive: true }));

const account = () => importAccount(from, look);
const undo = offline(undoRestore);
const finish = offline(finishRestore);
const MOVED_IN = { database: "moved in", files: "moved in" };

test("a backup is loaded beside what is in use, and exchanged", async () => {
  const { world, moveIn, inUse, service, tasks, deploys, s3, rds } = account();
  let told: readonly string[] = [];
  await carriedOut(world, offline(moveIn), { finished: (_procedure, _seconds, outcome) => (told = outcome) });
  expect(inUse()).toEqual(MOVED_IN);
  expect(service.running).toBe(2);
  expect(deploys()).toBe("none");
  expect(tasks.ran).toEqual([
    "load-files",
    "load-tables",
    "upgrade",
    "look-into",
    "exchange-files",
    "adopt-passwords",
  ]);
  // Patients' data is not left where nobody looks for it.
  expect([...s3.objects.keys()]).toEqual([]);
  expect(rds.clusters.map(({ password }) => password)).toEqual(["today", "today"]);
  expect(told.join("\n")).toContain("npm run import -- trial --undo");
});

test("the command that goes on has the path of the backup as one word", async () => {
  const { world, moveIn } = importAccount("/home/ana/my backups/openemr.tar", look);
  const { again } = await moveIn(world.installation(NAMES));
  expect(again).toBe('npm run import -- trial --from "/home/ana/my backups/openemr.tar"');
});

test("nothing that is in use is touched before the copy was looked into", async () => {
  const { world, moveIn, inUse, tasks, service } = account();
  tasks.failing.set("look-into", "site default: document 7 does not open with the keys of the files");
  await expect(carriedOut(world, offline(moveIn))).rejects.toThrow("document 7 does not open");
  expect(inUse()).toEqual({ database: "today", files: "today" });
  expect(service.running).toBe(2);
  expect(world.calls).not.toContain("UpdateService");
});

test("what is carried has the site's files without programs, links or rights, and the dump as it is", async () => {
  const { world, moveIn, s3, tasks } = account();
  tasks.failing.set("load-files", "enough");
  await expect(carriedOut(world, offline(moveIn))).rejects.toThrow("enough");
  const carried = Object.fromEntries(
    [...s3.objects].map(([key, bytes]) => [key.split("/")[1], bytes] as const),
  );
  expect(gunzipSync(carried.dump!).toString()).toBe(dumpOf());
  const lines = (await text(Readable.from(gunzipSync(carried.files!)))).split("\n");
  expect(lines.join("")).toContain('{"path":"documents/2/größer.txt","size":8}größer');
  expect(lines.join("")).not.toMatch(/config\.php|shell\.php|sqlconf|version\.php/);
  expect(gunzipSync(Buffer.from(carried.scripts!.toString(), "base64")).toString()).toMatch(
    /^@@ start\.sh\n.*@@ end\n$/s,
  );
});

test("the task is told the digests of what was looked into", async () => {
  const { world, moveIn } = account();
  await carriedOut(world, offline(moveIn));
  const started = world.requests.filter(({ permission }) => permission === "ecs:RunTask");
  const { overrides } = started[0]!.input as {
    overrides: { containerOverrides: { environment: { name: string; value: string }[] }[] };
  };
  const settings = Object.fromEntries(
    overrides.containerOverrides[0]!.environment.map(({ name, value }) => [name, value]),
  );
  expect(settings).toMatchObject({
    BUCKET_URL: "https://openemr-trial-import.s3.eu-west-1.amazonaws.com",
    DUMP: expect.stringMatching(/^\d{14}\/dump [0-9a-f]{64}$/),
    FILES: expect.stringMatching(/^\d{14}\/files [0-9a-f]{64}$/),
    SCRIPTS: expect.stringMatching(/^\d{14}\/scripts [0-9a-f]{64}$/),
  });
});

test("a backup that changed since it was looked into is not loaded", async () => {
  const changed = { ...look, digest: "0".repeat(64) };
  const { world, moveIn, tasks } = importAccount(from, changed);
  await expect(carriedOut(world, offline(moveIn))).rejects.toThrow(/is not what was looked into/);
  expect(tasks.ran).toEqual([]);
});

test("a backup that must not be loaded, and one without a bucket, is refused before anything is begun", async () => {
  const { world } = account();
  const refused = {
    ...look,
    dump: { ...look.dump, refused: [{ where: "openemr.sql, statement 7", why: "it reads" }] },
  };
  await expect(
    carriedOut(world, (installation) => importBackup(installation, { from, look: refused })),
  ).rejects.toThrow(/must not be loaded as it is:\n {2}openemr\.sql, statement 7: it reads/);
  await expect(
    carriedOut(world, (installation) => importBackup(installation, { from, look })),
  ).rejects.toThrow("Set enable_import = true in environments/trial.tfvars");
  expect(world.calls).toEqual([]);
});

test("--undo goes back to what was in use, and --finish leaves nothing of the import", async () => {
  const { world, moveIn, inUse, names, tasks, backUpFiles, parameters } = account();
  await carriedOut(world, offline(moveIn));
  await carriedOut(world, undo);
  expect(inUse()).toEqual({ database: "today", files: "today" });
  await expect(carriedOut(world, finish)).rejects.toThrow(/import of emr_backup\.tar would now remove/);
  backUpFiles();
  const theirs = { "aws-backup-restore_2026-11-01T10-00-00-123Z": "theirs" };
  Object.assign(tasks.folders, theirs);
  await carriedOut(world, finish);
  expect(names().clusters).toEqual(["openemr-trial-database"]);
  expect(tasks.folders).toEqual({ sites: "today", ...theirs });
  expect(parameters.records()).toEqual(["/openemr-trial/procedure"]);
});

test("it and a restore keep off each other, and one that is done says so", async () => {
  const { world, moveIn, tasks } = account();
  tasks.failing.set("upgrade", "start: error: 3 statements failed");
  await expect(carriedOut(world, offline(moveIn))).rejects.toThrow("3 statements failed");
  const latest = { to: "latest", keepFiles: false, rehearse: false } as const;
  await expect(carriedOut(world, (installation) => restore(installation, latest))).rejects.toThrow(
    /The import of emr_backup\.tar, begun at .* is not finished\. Go on with it \(npm run import -- trial --from/,
  );
  await carriedOut(world, offline(moveIn));
  const calls = world.calls.length;
  await carriedOut(world, offline(moveIn));
  expect(world.calls.slice(calls).filter((action) => !/^(Get|Describe|List|Head)/.test(action))).toEqual([]);
  const other = importAccount(from, { ...look, digest: "1" });
  await expect(carriedOut(world, offline(other.moveIn))).rejects.toThrow("Remove what is not in use first");
});

test(
  "the next run ends the import whatever goes wrong at any request, and what was in use stays so until the exchange",
  async () => {
    const undisturbed = account();
    await carriedOut(undisturbed.world, offline(undisturbed.moveIn));
    for (const fault of sampledFaults(undisturbed.world.calls, 6)) {
      const disturbedOne = account();
      await disturbed(disturbedOne.world, offline(disturbedOne.moveIn), fault);
      expect({ ...fault, ...disturbedOne.inUse() }).toMatchObject(MOVED_IN);
    }
  },
  LIMIT,
);

test("an upload that was stopped goes on with the parts that S3 has", async () => {
  const { world, s3 } = account();
  const { clients } = world.installation({} as never);
  const target = { Bucket: "openemr-trial-import", Key: "x" };
  const content = () => Readable.from([Buffer.alloc(10_000, "patients")]);
  const stop = () => {
    if (s3.sent > 5000) throw new Error("stopped");
  };
  await expect(upload(clients.s3, target, content(), stop, 3000)).rejects.toThrow("stopped");
  await upload(clients.s3, target, content(), () => {}, 3000);
  expect(s3.objects.get("x")!.length).toBe(10_000);
  expect(s3.sent).toBe(10_000);
});
