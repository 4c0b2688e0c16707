/** Passwords for installing and upgrading: who has them, and until when. */
import { readFileSync, statSync } from "node:fs";
import { carried, IMAGES, PASSWORDS, Sandbox, SHELL, type Task } from "./sandbox";
import { ageLock, refusal, says, serves, stoppedAt } from "./start-support";

let box: Sandbox;

beforeEach(() => {
  box = new Sandbox();
});

afterEach(() => {
  box.remove();
});

type Name = keyof typeof PASSWORDS;
const NAMES = Object.keys(PASSWORDS) as Name[];

/** Which of the passwords each process of a task has in its environment, by the end of its command line. */
function holders(task: Task): Record<string, Name[]> {
  const held: Record<string, Name[]> = {};
  for (const pid of task.processes())
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, "latin1");
      const words = readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0");
      const program = words.find((word) => /openemr\.sh$|start\.sh$/.test(word)) ?? words[0] ?? "";
      const names = NAMES.filter((name) => environment.includes(PASSWORDS[name]));
      if (names.length > 0) held[program.split("/").at(-1)!] = names;
    } catch {
      // It has ended.
    }
  return held;
}

test("are in the environment of the installer only, and of none once the task serves", async () => {
  box.prepareOpenEmr();
  const task = await stoppedAt(box, "tables");
  const held = holders(task);
  // That of OpenEMR's user replaces the installer's when it has ended.
  expect(held["openemr.sh"]).toEqual(["MYSQL_ROOT_PASS", "OE_PASS"]);
  // Beside the installer's own processes: what takes them out of the log, and who asks the database just now.
  const others = Object.keys(held).filter(
    (program) => !["openemr.sh", "sleep", "awk", "mariadb"].includes(program),
  );
  expect(others).toEqual([]);
  task.kill();
  await task.exited;
  ageLock(box);

  const next = box.start("next");
  await serves(next);
  expect(holders(next)).toEqual({});
  expect(box.list("machine-next/passwords")).toEqual([]);
});

test("an upgrade gets the master user's, and not the administrator's", async () => {
  box.prepareInstalled(IMAGES[7]).prepareImage("newer", IMAGES[9]);
  const task = await stoppedAt(box, "in-sql-8", { image: "newer" });
  expect(holders(task)["openemr.sh"]).toEqual(["MYSQL_ROOT_PASS", "MYSQL_PASS"]);
});

test("a task that served asks the database as OpenEMR's own user", async () => {
  box.prepareInstalled(IMAGES[7]).prepareImage("newer", IMAGES[9]);
  const former = box.start("former");
  await serves(former);
  // As after a rotation.
  box.write(
    "sites/default/sqlconf.php",
    box.read("sites/default/sqlconf.php").replace("0wnPassword42", "theNext"),
  );
  box.write("fake/client-arguments", "");
  const first = await stoppedAt(box, "in-sql-8", { name: "newer", image: "newer" });
  await says(former, "state: maintenance: 7.0.3 to 8.0.0");
  first.kill();
  await first.exited;
  ageLock(box);
  await serves(box.start("second", {}, { image: "newer" }));
  await says(former, "the upgrade is complete, and this task has the former version");
  const own = box.lines("fake/client-arguments").filter((line) => line.includes("--user=openemr "));
  expect(own.join("\n")).toMatch(/SELECT v_major/);
});

test("a task without them installs nothing, and says where they should be", async () => {
  box.prepareOpenEmr();
  const task = box.start("one", { PASSWORDS_DIRECTORY: box.path("elsewhere") });
  expect(await refusal(task)).toMatch(/does not answer openemr: ERROR 1045|elsewhere has no MYSQL_ROOT_PASS/);
  expect(box.has("fake/installed")).toBe(false);
});

describe("the container that hands them over", () => {
  const handOver = (passwords: Record<string, string>) =>
    box.run(
      carried("hand-over-passwords.sh"),
      { ...passwords, PASSWORDS_DIRECTORY: box.path("passwords") },
      SHELL,
      ["hand-over-passwords.sh"],
    ).exited;

  test("leaves them as they are, for root only", async () => {
    const odd = { ...PASSWORDS, OE_PASS: " a'b\"c\\n$(x) %s " };
    expect(await handOver(odd)).toEqual({ code: 0, output: "passwords: handed over\n" });
    expect(statSync(box.path("passwords")).mode & 0o777).toBe(0o700);
    for (const name of NAMES) {
      expect(box.read(`passwords/${name}`)).toBe(odd[name]);
      expect(statSync(box.path("passwords", name)).mode & 0o777).toBe(0o600);
    }
  });

  test.each(NAMES)("fails without %s", async (name) => {
    const { code, output } = await handOver({ ...PASSWORDS, [name]: "" });
    expect(code).toBe(1);
    expect(output).toContain(`passwords: error: ${name} is empty`);
    for (const value of Object.values(PASSWORDS)) expect(output).not.toContain(value);
  });
});
