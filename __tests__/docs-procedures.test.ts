import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { blocksOf } from "./support/documents";

// The scripts that docs/operations.md has run in OpenEMR's image, whose shell is BusyBox's.

const OPERATIONS = blocksOf("docs/operations.md");

/** A script that a block gives to a variable. */
function scriptNamed(name: string): string {
  for (const { text } of OPERATIONS) {
    const [, script] = new RegExp(`^${name}='([^']*)'$`, "m").exec(text) ?? [];
    if (script) return script;
  }
  throw new Error(`docs/operations.md has no script ${name}`);
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "openemr-procedure-"));
  mkdirSync(path.join(folder, "bin"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(file: string, text: string, mode = 0o644): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
  chmodSync(path.join(folder, file), mode);
}

function run(name: string, env: NodeJS.ProcessEnv = {}) {
  return spawnSync("busybox", ["sh", "-c", scriptNamed(name)], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: `${folder}/bin:${process.env.PATH}`, ...env },
  });
}

describe("write_password", () => {
  const file = "sites/default/sqlconf.php";
  const before = [
    "<?php",
    "$login\t= 'dbadmin';",
    "$pass\t= 'theFormerOne';",
    "$dbase\t= 'openemr';",
    "$sqlconf = array();",
    '$sqlconf["pass"]= $pass;',
    "$config = 1;",
    "",
  ].join("\n");
  const env = {
    MYSQL_HOST: "database.example",
    MYSQL_PORT: "3306",
    MYSQL_USER: "dbadmin",
    MYSQL_PASS: "theNewOne123",
  };
  beforeEach(() => {
    put(file, before, 0o640);
    put("bin/sleep", "#!/bin/sh\n", 0o755);
  });

  it("changes the password, and nothing else, of a file that keeps its mode", () => {
    put("bin/mariadb", `#!/bin/sh\necho "$MYSQL_PWD $*" >"${folder}/asked"\n`, 0o755);
    const { status, stderr } = run("write_password", env);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const after = readFileSync(path.join(folder, file), "utf8");
    expect(after).toBe(before.replace("'theFormerOne'", '"theNewOne123"'));
    expect(statSync(path.join(folder, file)).mode & 0o777).toBe(0o640);
    expect(existsSync(path.join(folder, `${file}.new`))).toBe(false);
    const asked = readFileSync(path.join(folder, "asked"), "utf8");
    expect(asked).toMatch(/^theNewOne123 /);
    expect(asked.split(" ").slice(1).join(" ")).not.toContain("theNewOne123");
  });

  it("may be repeated", () => {
    put("bin/mariadb", "#!/bin/sh\n", 0o755);
    run("write_password", env);
    const first = readFileSync(path.join(folder, file), "utf8");
    expect(run("write_password", env).status).toBe(0);
    expect(readFileSync(path.join(folder, file), "utf8")).toBe(first);
  });

  it("changes nothing while the database takes another password", () => {
    put("bin/mariadb", `#!/bin/sh\necho again >>"${folder}/asked"\nexit 1\n`, 0o755);
    const { status, stdout } = run("write_password", env);
    expect(status).toBe(1);
    expect(stdout).toContain("does not take the password");
    expect(readFileSync(path.join(folder, "asked"), "utf8").trim().split("\n")).toHaveLength(30);
    expect(readFileSync(path.join(folder, file), "utf8")).toBe(before);
  });

  it("changes nothing in a file without a password", () => {
    put("bin/mariadb", "#!/bin/sh\n", 0o755);
    put(file, "<?php\n$config = 0;\n");
    expect(run("write_password", env).status).not.toBe(0);
    expect(readFileSync(path.join(folder, file), "utf8")).toBe("<?php\n$config = 0;\n");
  });
});

describe("exchange_files", () => {
  const restored = "aws-backup-restore_2026-01-31T05-00-00/sites/docker-completed";
  const text = (file: string) => readFileSync(path.join(folder, file), "utf8");
  beforeEach(() => put("sites/docker-completed", "old"));

  it("puts the restored files in the place of the others, which stay", () => {
    put(restored, "restored");
    expect(run("exchange_files")).toMatchObject({ status: 0, stderr: "" });
    expect(text("sites/docker-completed")).toBe("restored");
    expect(text("sites-replaced/docker-completed")).toBe("old");
  });

  it("does without files to replace", () => {
    rmSync(path.join(folder, "sites"), { recursive: true });
    put(restored, "restored");
    expect(run("exchange_files").status).toBe(0);
    expect(text("sites/docker-completed")).toBe("restored");
  });

  it("touches nothing where no folder was restored, or two were", () => {
    expect(run("exchange_files")).toMatchObject({ status: 1, stdout: expect.stringContaining("not one") });
    put(restored, "restored");
    put(restored.replace("2026", "2025"), "another");
    expect(run("exchange_files")).toMatchObject({ status: 1, stdout: expect.stringContaining("2025") });
    expect(text("sites/docker-completed")).toBe("old");
  });

  it("does not exchange twice", () => {
    put(restored, "restored");
    run("exchange_files");
    put(restored, "restored again");
    expect(run("exchange_files")).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("there already"),
    });
    expect(text("sites/docker-completed")).toBe("restored");
  });
});
