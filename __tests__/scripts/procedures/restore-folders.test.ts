import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { PROJECT } from "../../support/documents";
import { FileSystem, RESTORED } from "./support/file-system";

let files: FileSystem;
let folder: string;
beforeEach(() => {
  files = new FileSystem();
  ({ folder } = files);
});
afterEach(() => files.remove());

const put = (file: string, text: string | Buffer) => files.put(file, text);
const text = (file: string) => files.text(file);
/** Folders that say to whoever has them mounted that they are not in use. */
const putAside = () =>
  ["sites", "sites-replaced", `${RESTORED}/sites`].filter((each) =>
    existsSync(path.join(folder, each, ".openemr-put-aside")),
  );
const run = (script: string, env?: NodeJS.ProcessEnv) => files.run(script, env);

test("remove-files keeps a folder that lay there before the restore, and says so", () => {
  const theirs = "aws-backup-restore_2026-01-30T10-00-00-123Z";
  for (const folder of [
    "sites",
    theirs,
    RESTORED,
    "aws-backup-restore_import",
    "aws-backup-failed-restore_2026-01-31T04-00-00-1Z",
  ])
    put(`${folder}/left`, "");
  const BEGUN = "20260131030000000";
  expect(run("remove-files", { BEGUN, FOLDER: "aws-backup-restore_import" })).toEqual({
    status: 0,
    said: `What is not in use was removed, but not ${theirs}, which lay there before`,
    stderr: "",
  });
  expect(readdirSync(folder).sort()).toEqual([theirs, "sites"]);
  expect(run("remove-files").status).toBe(0);
  expect(readdirSync(folder)).toEqual(["sites"]);
});

describe("exchange-files and take-back-files", () => {
  beforeEach(() => {
    put("sites/version", "today");
    put(`${RESTORED}/sites/version`, "of then");
  });

  it("put the one in the place of the other, which stays, and back again", () => {
    expect(run("exchange-files")).toEqual({ status: 0, said: "The files are exchanged", stderr: "" });
    expect([text("sites/version"), text("sites-replaced/version")]).toEqual(["of then", "today"]);
    expect(putAside()).toEqual(["sites-replaced"]);
    expect(run("take-back-files")).toEqual({ status: 0, said: "The former files are in use", stderr: "" });
    expect([text("sites/version"), text(`${RESTORED}/sites/version`)]).toEqual(["today", "of then"]);
    expect(putAside()).toEqual([`${RESTORED}/sites`]);
    run("exchange-files");
    expect(putAside()).toEqual(["sites-replaced"]);
  });

  it("use the folder that was looked into, where a restore that failed has left another one", () => {
    put("aws-backup-restore_2026-01-31T04-10-00-123456789Z/sites/version", "a part");
    const FOLDER = RESTORED;
    for (const _ of ["once", "again"]) {
      expect(run("exchange-files", { FOLDER })).toMatchObject({ status: 0, said: "The files are exchanged" });
    }
    expect([text("sites/version"), text("sites-replaced/version")]).toEqual(["of then", "today"]);
    for (const _ of ["once", "again"]) expect(run("take-back-files", { FOLDER }).status).toBe(0);
    expect([text("sites/version"), text(`${RESTORED}/sites/version`)]).toEqual(["today", "of then"]);
  });

  it.each(["exchange-files", "take-back-files"])("%s may be run again", (script) => {
    run("exchange-files");
    run(script);
    const after = readdirSync(folder).sort();
    expect(run(script).status).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(after);
  });

  it.each([
    ["exchange-files", ["mv sites sites-replaced"], "of then"],
    ["take-back-files", [`mv sites ${RESTORED}/sites`], "today"],
  ])("%s goes on where it was stopped between two moves", (script, moves, version) => {
    if (script === "take-back-files") run("exchange-files");
    for (const move of moves) expect(spawnSync("sh", ["-c", move], { cwd: folder }).status).toBe(0);
    expect(run(script).status).toBe(0);
    expect(text("sites/version")).toBe(version);
  });

  it.each(["exchange-files", "take-back-files"])(
    "%s changes nothing where two folders were restored",
    (script) => {
      put(`${RESTORED.replace("2026", "2025")}/sites/version`, "another");
      expect(run(script)).toMatchObject({ status: 1, said: expect.stringContaining("2025") });
      expect(text("sites/version")).toBe("today");
    },
  );

  it("changes nothing where the files of another restore are still there", () => {
    put("sites-replaced/version", "before");
    expect(run("exchange-files")).toMatchObject({
      status: 1,
      said: expect.stringContaining("another restore"),
    });
    expect([text("sites/version"), text("sites-replaced/version")]).toEqual(["today", "before"]);
  });

  it("changes nothing where nothing was restored", () => {
    rmSync(path.join(folder, RESTORED), { recursive: true });
    expect(run("exchange-files")).toMatchObject({
      status: 1,
      said: expect.stringContaining("no restored folder"),
    });
    expect(text("sites/version")).toBe("today");
  });
});

test("remove-files leaves what is in use, and removes nothing where that is missing", () => {
  put("sites-replaced/version", "today");
  put(`${RESTORED}/left`, "");
  put(`${RESTORED.replace("backup-", "backup-failed-")}/left`, "");
  expect(run("remove-files").status).toBe(1);
  expect(existsSync(path.join(folder, "sites-replaced"))).toBe(true);
  put("sites/version", "of then");
  expect(run("remove-files")).toMatchObject({ status: 0, stderr: "" });
  expect(readdirSync(folder)).toEqual(["sites"]);
});

test("each script is small enough for the request that runs it", () => {
  const scripts = readdirSync(path.join(PROJECT, "scripts/procedures/restore")).filter((name) =>
    name.endsWith(".sh"),
  );
  expect(scripts.length).toBeGreaterThan(4);
  for (const script of scripts) {
    // AWS takes 8192 characters of overrides, in JSON.
    const source = readFileSync(path.join(PROJECT, "scripts/procedures/restore", script), "utf8");
    expect({ script, fits: JSON.stringify(source).length < 7500 }).toEqual({ script, fits: true });
  }
});
