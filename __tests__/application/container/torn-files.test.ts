/** Files of the shared folder that are empty, cut off or missing, and what the next task makes of each. */
import { rmSync } from "node:fs";
import { IMAGES, Sandbox, sqlconf, type Task, until } from "./sandbox";
import { INSTALLATION, LOCK, refusal, says, serves, sitesOf, stoppedAt, UPGRADE } from "./start-support";

const AT_ONCE = 4;
const SQLCONF = "sites/default/sqlconf.php";

jest.setTimeout(300_000);

/** A box for each, some at once: tasks wait for most of their time. */
async function each<T>(items: readonly T[], check: (box: Sandbox, item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    while (left.length > 0) {
      const item = left.shift() as T;
      const box = new Sandbox();
      try {
        await check(box, item);
      } finally {
        box.remove();
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** An installation whose task was killed while the installer wrote. */
function prepareUnfinished(box: Sandbox): void {
  box.prepareOpenEmr();
  for (const name of ["config.php", "docker-version", "documents/certificates/README.md"])
    box.write(`sites/default/${name}`, box.read(`image/pieces/sites/default/${name}`));
  box.write(SQLCONF, sqlconf(0));
  box.write(INSTALLATION, "database.example:3306/openemr\n");
  box.write("fake/tables", "120");
  // OpenEMR's repository had such a folder once.
  for (const folder of ["sites", "image/pieces/sites"]) box.write(`${folder}/default/documents/4/a.pdf`, "x");
}

function prepareUpgrade(box: Sandbox): void {
  box.prepareInstalled(IMAGES[7]);
  box.prepareImage("image", IMAGES[9]);
  box.write(
    UPGRADE,
    "from=7\nto=9 8 0 0 0 529\nfrom_name=7.0.3\nto_name=8.0.0\nacl=12\nsince=x\ntask=first\nchanging=yes\n",
  );
}

/** All beginnings of what the installer writes: at the end of each line, and within the lines that count. */
const BEGINNINGS = (() => {
  const text = sqlconf(1);
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index + 1);
  const within = ["<?p", "$hos", "$pass   = '0wn", "$config = ", "$config = 1; ////"].map(
    (part) => text.indexOf(part) + part.length,
  );
  return [0, ...within, ...ends].sort((a, b) => a - b).map((end) => text.slice(0, end));
})();

describe("an installation that was not finished", () => {
  test("is begun anew wherever in sqlconf.php the installer was killed", async () => {
    expect(BEGINNINGS.length).toBeGreaterThan(20);
    await each(BEGINNINGS, async (box, beginning) => {
      prepareUnfinished(box);
      box.write(SQLCONF, beginning);
      const task = box.start("one");
      await serves(task);
      expect(task.output).toContain("removing the remains");
      expect(box.read(SQLCONF)).toContain("\n$config = 1;");
      expect(sitesOf(box)).toEqual(["default"]);
    });
  });

  test.each(["sqlconf-empty", "sqlconf-half"])(
    "is waited for by a task that looks while the installer writes (%s)",
    async (step) => {
      await each([step], async (box) => {
        box.prepareOpenEmr();
        await stoppedAt(box, step);
        const second = box.start("second");
        await says(second, "waiting: for the task first-");
        await until(() => box.lines("fake/web-second").includes("maintenance installing"), "it waits");
        second.terminate();
        expect((await second.exited).code).toBe(143);
        expect(second.output).not.toContain("error");
      });
    },
  );

  test("never runs what somebody wrote into sqlconf.php", async () => {
    await each([`${sqlconf(1)}<?php system('id');`, "<?php system('id');"], async (box, text) => {
      prepareUnfinished(box);
      box.write(SQLCONF, text);
      await serves(box.start("one"));
      expect(box.has("fake/foreign-code-ran")).toBe(false);
      expect(box.read(SQLCONF)).not.toContain("system");
    });
  });

  const KEPT: readonly [string, (box: Sandbox) => void, RegExp][] = [
    [
      "another site has foreign code",
      (box) => box.write("sites/b/sqlconf.php", "<?php x();"),
      /b\/sqlconf\.php is not/,
    ],
    ["tasks have served it", (box) => box.write("fake/tables-of-serving", "1"), /the database .* was in use/],
    [
      "a patient has a document",
      (box) => box.write("sites/default/documents/12/a.pdf", "x"),
      /12 is of a patient/,
    ],
  ];
  test("is not begun anew where it may have been in use", async () => {
    await each(KEPT, async (box, [, prepare, reason]) => {
      prepareUnfinished(box);
      prepare(box);
      expect(await refusal(box.start("one"))).toMatch(reason);
      expect(box.has("fake/steps-one")).toBe(false);
      expect(box.has("sites/default/documents/12/a.pdf")).toBe(reason.source.startsWith("12"));
    });
  });
});

test("a lock beside which a dead task's lies is not taken from one that is alive", async () => {
  await each([undefined], async (box) => {
    prepareUnfinished(box);
    for (const name of ["first", "later"]) box.write(`${LOCK}/${name}`, "");
    box.makeOld(`${LOCK}/later`);
    const task = box.start("one", { STALE_SECONDS: "1000" });
    await says(task, "waiting: for the task first that is installing");
    expect(box.list(LOCK)).toEqual(["first", "later"]);
    task.terminate();
  });
});

test("nothing is installed over documents of patients, whose next interruption would remove them", async () => {
  await each([sqlconf(0), undefined], async (box, text) => {
    box.prepareOpenEmr();
    if (text) box.write(SQLCONF, text);
    box.write("sites/default/documents/12/scan.pdf", "x");
    expect(await refusal(box.start("one"))).toMatch(/documents\/12 is of a patient.*Restore the database/);
    expect(box.has(INSTALLATION)).toBe(false);
  });
});

const HALF = (text: string) => text.slice(0, text.length / 2);
const MOMENT = `${"a".repeat(32)} ${Math.floor(Date.now() / 1000)}`;
const installed = (box: Sandbox) => {
  box.prepareInstalled();
  box.write("sites/.openemr-schema", "7 0 3 0 506\n");
  box.write("sites/.openemr-moment", `${MOMENT}\n`);
  box.write("fake/moment", MOMENT);
};

/** By file: the state it is in, and what a task does that finds it empty, cut off or missing: serve, or say why not. */
type Fate = "serves" | RegExp;
const FILES: readonly [string, (box: Sandbox) => void, Record<"empty" | "half" | "missing", Fate>][] = [
  [SQLCONF, prepareUnfinished, { empty: "serves", half: "serves", missing: "serves" }],
  ["sites/default/docker-version", prepareUnfinished, { empty: "serves", half: "serves", missing: "serves" }],
  [
    INSTALLATION,
    prepareUnfinished,
    { empty: /begun in {2}and/, half: /begun in database/, missing: /120 tables/ },
  ],
  [
    SQLCONF,
    installed,
    { empty: /it was cut off/, half: /it was cut off/, missing: /sqlconf\.php is missing .*holds 280/ },
  ],
  ["sites/default/docker-version", installed, { empty: "serves", half: "serves", missing: "serves" }],
  [
    "sites/default/documents/certificates/mysql-ca",
    installed,
    { empty: "serves", half: "serves", missing: "serves" },
  ],
  ["sites/.openemr-schema", installed, { empty: "serves", half: /not of one moment/, missing: "serves" }],
  ["sites/.openemr-moment", installed, { empty: "serves", half: /two installations/, missing: "serves" }],
  [
    SQLCONF,
    prepareUpgrade,
    { empty: /it was cut off/, half: /it was cut off/, missing: /is missing, or names no database/ },
  ],
  ["sites/default/docker-version", prepareUpgrade, { empty: "serves", half: "serves", missing: "serves" }],
  [UPGRADE, prepareUpgrade, { empty: /does not say from/, half: /does not say from/, missing: "serves" }],
  [`${LOCK}/first`, installed, { empty: "serves", half: "serves", missing: "serves" }],
];

test("each file that is empty, cut off or missing has one fate, and no table is dropped but of an unfinished installation", async () => {
  const cases = FILES.flatMap(([file, prepare, fates]) =>
    (["empty", "half", "missing"] as const).map((how) => ({ file, prepare, how, fate: fates[how] })),
  );
  await each(cases, async (box, { file, prepare, how, fate }) => {
    prepare(box);
    const whole = box.has(file) ? box.read(file) : "";
    if (how === "missing") rmSync(box.path(file), { force: true });
    else box.write(file, how === "empty" ? "" : HALF(whole));
    if (file.startsWith(LOCK) && box.has(LOCK)) for (const name of ["/first", ""]) box.makeOld(LOCK + name);
    const task: Task = box.start("one", { FORM: "new" });
    const outcome = await (fate === "serves" ? serves(task).then(() => "serves") : refusal(task)).catch(
      (problem: Error) => problem.message,
    );
    expect(`${file} ${how}: ${outcome}`).toMatch(fate);
    expect(box.has("fake/dropped")).toBe(prepare === prepareUnfinished && fate === "serves");
    if (fate === "serves") expect(sitesOf(box)).toEqual(["default"]);
  });
});
