/** The files of the sites: what start.sh does to them, and what upstream's scripts do when start.sh runs them. */
import { execFileSync } from "node:child_process";
import { chmodSync, rmSync, statSync } from "node:fs";
import { Sandbox, SHELL, script } from "./sandbox";

let box: Sandbox;

beforeEach(() => {
  box = new Sandbox();
  for (const [name, mode] of Object.entries(FILES)) box.write(`sites/${name}`, "", mode);
  for (const name of ["default", "default/LBF", "default/documents", "default/documents/12"])
    chmodSync(box.path("sites", name), 0o700);
  replace("chown", 'echo "$*" >> "$BOX/chown"');
});

afterEach(() => {
  box.remove();
});

const FILES = {
  "default/sqlconf.php": 0o666,
  "default/config.php": 0o600,
  "default/LBF/a.php": 0o600,
  "default/documents/12/scan.pdf": 0o600,
  "default/documents/12/new.pdf": 0o400,
  "default/documents/certificates/mysql-ca": 0o744,
};

function replace(name: string, text: string): void {
  rmSync(box.path("bin", name), { force: true });
  box.write(`bin/${name}`, `#!/bin/sh\n${text}\n`, 0o755);
}

/** There is no user apache here: its name, or root's, stands for who runs the tests. */
function pretendToBe(name: "apache" | "root" | "nobody"): void {
  const { uid = 0, gid = 0 } = process as { uid?: number; gid?: number };
  const me = process.getuid?.() ?? uid;
  const group = process.getgid?.() ?? gid;
  const other = 54321;
  replace("id", '[ "$1" = apache ]');
  const number = (user: string) => (user === name ? me : other);
  replace(
    "find",
    `for each; do
  shift
  case $each in apache) each=${number("apache")} ;; root) each=${number("root")} ;; esac
  if [ "$last" = -group ]; then each=${name === "nobody" ? other : group}; fi
  last=$each
  set -- "$@" "$each"
done
exec ${execFileSync("sh", ["-c", "command -v find"], { encoding: "utf8" }).trim()} "$@"`,
  );
}

function run(commands: string): string {
  const parts = ["sites-rights", "job"].map((name) => script(`${name}.sh`)).join("\n");
  const text = `set -eu\nfolder=$BOX sites=$BOX/sites lock=$BOX/sites/.openemr-leader heartbeat=0.1 retry=0.1
show_life() { echo alive >>"$BOX/life"; }
pause() { sleep "$1" & wait "$!"; }
die() { echo "$*"; exit 1; }
${parts}\n${commands}`;
  const [command, ...options] = SHELL as [string, ...string[]];
  return execFileSync(command, [...options, "-c", text], {
    encoding: "utf8",
    cwd: box.root,
    env: { PATH: `${box.path("bin")}:${process.env.PATH}`, BOX: box.root },
  });
}

const mode = (name: string) => (statSync(box.path("sites", name)).mode & 0o7777).toString(8);
const chowned = () =>
  box
    .lines("chown")
    .flatMap((line) => line.split(" "))
    .map((name) => name.replace(`${box.root}/sites`, "sites"));

test("nothing but documents is Apache's, and the password is for its group only", () => {
  pretendToBe("nobody");
  run("lock_down_sites");
  expect(chowned().slice(0, 2)).toEqual(["-h", "root:apache"]);
  expect(chowned()).toEqual(
    expect.arrayContaining([
      "sites",
      "sites/default",
      "sites/default/sqlconf.php",
      "sites/default/LBF/a.php",
    ]),
  );
  expect(chowned().filter((name) => name.includes("documents"))).toEqual([]);
  expect(
    Object.fromEntries(["default", "default/LBF", ...Object.keys(FILES)].map((name) => [name, mode(name)])),
  ).toEqual({
    default: "755",
    "default/LBF": "755",
    "default/sqlconf.php": "640",
    "default/config.php": "644",
    "default/LBF/a.php": "644",
    "default/documents/12/scan.pdf": "600",
    "default/documents/12/new.pdf": "400",
    "default/documents/certificates/mysql-ca": "744",
  });
});

test("a file that is gone when it is looked at does not end the task, and what stays wrong does", () => {
  pretendToBe("nobody");
  replace("chown", 'echo "$*" >> "$BOX/chown"; [ "$(wc -l < "$BOX/chown")" -gt 1 ]');
  run("lock_down_sites");
  expect(box.lines("chown").length).toBeGreaterThan(1);
  replace("chown", "exit 1");
  for (const name of ["lock_down_sites", "give_documents_to_apache"])
    expect(run(`(${name}; echo done) || :`)).toMatch(
      /^owners and modes of files in .* could not be set: the lines above say why[^\n]*\n$/,
    );
});

test("who gives away many documents shows signs of life", () => {
  pretendToBe("nobody");
  replace("chown", 'until [ "$(wc -l < "$BOX/life")" -gt 3 ]; do sleep 0.1; done');
  run("give_documents_to_apache");
  expect(box.lines("life").length).toBeGreaterThan(3);
});

test("what an upgrade made as root in the documents is given to Apache", () => {
  pretendToBe("nobody");
  run("give_documents_to_apache");
  expect(chowned()).toEqual(expect.arrayContaining(["apache:root", "sites/default/documents/12/scan.pdf"]));
  expect(chowned()).not.toContain("sites/default/sqlconf.php");
});

describe("chown and chmod as upstream's scripts find them", () => {
  test("touch no document that is Apache's, and look into no patient's folder that is", () => {
    pretendToBe("apache");
    const seen = run('make_frugal_commands\nPATH=$BOX/frugal:$PATH\nchown -R apache:root "$BOX/sites/"');
    expect(seen).toBe("");
    expect(box.has("chown")).toBe(false);
  });

  test("give to Apache what is not Apache's, and say how many", () => {
    pretendToBe("nobody");
    const said = run('make_frugal_commands\nPATH=$BOX/frugal:$PATH\nchown -R apache:root "$BOX/sites/"');
    expect(said).toMatch(/^frugal: \d+\n$/);
    expect(chowned()).toEqual(
      expect.arrayContaining([
        "apache:root",
        "sites/default/config.php",
        "sites/default/documents/12/scan.pdf",
      ]),
    );
  });

  test("change only modes by which Apache could not read and write", () => {
    run(
      "make_frugal_commands\nPATH=$BOX/frugal:$PATH\nchmod 700 sites/default/documents/12 sites/default/documents/12/*",
    );
    expect(mode("default/documents/12/scan.pdf")).toBe("600");
    expect(mode("default/documents/12/new.pdf")).toBe("700");
  });

  test("do everything else as ever", () => {
    run(
      "make_frugal_commands\nPATH=$BOX/frugal:$PATH\nchown -R www:www elsewhere\nchmod 600 sites/default/config.php",
    );
    expect(box.lines("chown")).toEqual(["-R www:www elsewhere"]);
    expect(mode("default/config.php")).toBe("600");
  });
});
