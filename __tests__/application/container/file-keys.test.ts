/** Keys in OpenEMR's files, which its database has to open: those that do not fit, and those that were cut off. */
import { createHmac, randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { DATABASE_PASSWORD, DatabaseServer, requirePrograms } from "./database-server";
import { CONTAINER_FOLDER, Sandbox, script } from "./sandbox";

const METHODS = "openemr/sites/default/documents/logs_and_misc/methods";

let box: Sandbox;
let database: DatabaseServer;
beforeAll(async () => {
  requirePrograms();
  database = new DatabaseServer();
  await database.install();
});
afterAll(() => database?.remove());
beforeEach(() => {
  box = new Sandbox();
  database.query("DROP TABLE IF EXISTS `keys`; CREATE TABLE `keys` (name varchar(20), value text)");
});
afterEach(() => box.remove());

const look = (extra: Record<string, string> = {}, file = `${CONTAINER_FOLDER}/file-keys.php`) =>
  box.run(`exec php '${file}'`, {
    OPENEMR_ROOT: box.path("openemr"),
    OPENEMR_DATABASE: ["127.0.0.1", database.port, "openemr", DATABASE_PASSWORD, "openemr", 1].join("\n"),
    DATABASE_CA: database.authority,
    ...extra,
  }).exited;

const keysOf = (name: string) => ({ a: randomBytes(32), b: randomBytes(32), name });
const signed = (key: Buffer, text: Buffer) =>
  `006${Buffer.concat([createHmac("sha384", key).update(text).digest(), text]).toString("base64")}`;

test("keys of the files are compared with those of the database", async () => {
  const six = keysOf("six");
  expect(await look()).toMatchObject({ code: 0 });
  box.write(`${METHODS}/sixa`, signed(six.b, randomBytes(64)));
  box.write(`${METHODS}/sixb`, signed(six.b, randomBytes(64)));
  // One of before version 5, which is not encrypted.
  box.write(`${METHODS}/foura`, randomBytes(32).toString("base64"));
  expect(await look()).toMatchObject({ code: 3, output: "sixa, sixb" });
  for (const sub of ["a", "b"] as const)
    database.query(`INSERT INTO \`keys\` VALUES ('six${sub}', '${six[sub].toString("base64")}')`);
  expect(await look()).toMatchObject({ code: 0, output: "" });
  // One that is empty or cannot be read, and one of former days, do not keep OpenEMR from starting.
  box.write(`${METHODS}/sevena`, "\n");
  expect(await look()).toMatchObject({ code: 1, output: expect.stringContaining("sevena is empty") });
  rmSync(box.path(`${METHODS}/sevena`));
  box.write(`${METHODS}/sevenb/x`, "a folder, which cannot be read");
  expect(await look()).toMatchObject({ code: 1, output: expect.stringContaining("sevenb is empty") });
  rmSync(box.path(`${METHODS}/sevenb`), { recursive: true });
  box.write(`${METHODS}/fivea`, signed(keysOf("five").b, randomBytes(64)).replace("006", "005"));
  expect(await look()).toMatchObject({ code: 1, output: expect.stringContaining("fivea does not fit") });
  database.query("UPDATE `keys` SET value = TO_BASE64('another') WHERE name = 'sixb'");
  expect(await look()).toMatchObject({ code: 3, output: "fivea, sixa, sixb" });
  box.write(`${METHODS}/fivea`, "");
  expect(await look()).toMatchObject({ code: 3, output: "sixa, sixb" });
  expect(await look({ DATABASE_CA: "/none" })).toMatchObject({ code: 1 });
});

describe("a key that was cut off when OpenEMR made it", () => {
  const six = keysOf("six");
  const whole = signed(six.b, randomBytes(64));
  const path = (sub: string) => `${METHODS}/six${sub}`;
  // Without both of its "=" it still is whole for PHP.
  const BEGINNINGS = Array.from({ length: whole.length }, (_, length) => whole.slice(0, length)).filter(
    (text) => text !== whole.slice(0, -2),
  );
  const ASIDE = (name: string) => expect.stringMatching(new RegExp(`^${name}\\.cut-off-[0-9a-f]{8}$`));
  const inDatabase = () => {
    for (const sub of ["a", "b"] as const)
      database.query(`INSERT INTO \`keys\` VALUES ('six${sub}', '${six[sub].toString("base64")}')`);
  };
  const write = (sub: string, text: string, seconds: number) => {
    box.write(path(sub), text);
    box.makeOld(path(sub), seconds);
  };
  const some = BEGINNINGS.filter((_, length) => length < 5 || length % 40 === 0 || length > whole.length - 4);

  test.each(some)("is put aside, as nothing was encrypted by it: %j", async (text) => {
    inDatabase();
    write("a", text, 300);
    expect(await look()).toMatchObject({ code: 0, output: expect.stringContaining("sixa was cut off") });
    expect(box.list(METHODS)).toEqual([ASIDE("sixa")]);
    write("a", whole, 310);
    write("b", text, 300);
    expect(await look()).toMatchObject({ code: 0, output: expect.stringContaining("sixb was cut off") });
    expect(box.list(METHODS)).toEqual(["sixa", ASIDE("sixa"), ASIDE("sixb")]);
    expect(box.read(`${METHODS}/${box.list(METHODS)[2]}`)).toBe(text);
    expect(await look()).toMatchObject({ code: 0, output: "" });
  });

  test.each(["rename", "lock"])(
    "comes back whole where another process made it meanwhile (before %s)",
    async (moment) => {
      inDatabase();
      write("a", "", 300);
      // PHP that is held up there, while OpenEMR makes its keys.
      const made = `file_put_contents(getenv('KEY'), '${whole}')`;
      const [at, held] =
        moment === "rename"
          ? ["!@rename($file, $aside)", `${made} === 0 || !@rename($file, $aside)`]
          : ["$database->lock(", `${made} !== 0 && $database->lock(`];
      const program = script("file-keys.php").replace(at as string, () => held as string);
      expect(program).toContain(made);
      box.write("database.php", script("database.php"));
      box.write("file-keys.php", program);
      expect(await look({ KEY: box.path(path("a")) }, box.path("file-keys.php"))).toMatchObject({
        code: 0,
        output: "",
      });
      expect(box.list(METHODS)).toEqual(["sixa"]);
      expect(box.read(path("a"))).toBe(whole);
    },
  );

  let half = "";
  const HALVES: [string, () => void][] = [
    ["somebody may be writing it", () => write("a", half, 20)],
    ["there is the other one, so it was in use", () => [write("a", half, 300), write("b", whole, 300)]],
    ["it became so later", () => [write("a", whole, 9000), write("b", half, 300)]],
    ["both are cut off", () => [write("a", half, 300), write("b", half, 300)]],
  ];
  test.each<[string, () => void]>([
    ...HALVES,
    ...HALVES.map(([why, prepare]): [string, () => void] => [
      `${why}, in the middle`,
      () => {
        half = whole.slice(0, 70);
        prepare();
      },
    ]),
    [
      "it is whole, and of another installation",
      () => write("a", signed(randomBytes(32), randomBytes(64)), 300),
    ],
  ])("is refused where that is not certain: %s", async (_, prepare) => {
    inDatabase();
    half = "";
    prepare();
    const names = box.list(METHODS);
    expect(await look()).toMatchObject({ code: 3 });
    expect(box.list(METHODS)).toEqual(names);
  });

  test("is refused where the database has not made its own before", async () => {
    write("a", whole.slice(0, 70), 300);
    expect(await look()).toMatchObject({ code: 3, output: "sixa" });
    expect(box.list(METHODS)).toEqual(["sixa"]);
  });
});
