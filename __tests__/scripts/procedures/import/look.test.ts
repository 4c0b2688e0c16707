import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { lookIntoDump } from "../../../../scripts/procedures/import/dump";
import { lookIntoBackup } from "../../../../scripts/procedures/import/look";
import { refusals, renderLook } from "../../../../scripts/procedures/import/report";
import { dumpOf, type Entries, FILES, tarOf, writeBackup } from "./backups";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "openemr-import-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The reasons that keep a dump with something more in it from being loaded. */
async function refusalsOf(statements: string, chunk = 7): Promise<string[]> {
  const text = Buffer.from(dumpOf(statements));
  const chunks = Array.from({ length: Math.ceil(text.length / chunk) }, (_, i) =>
    text.subarray(i * chunk, (i + 1) * chunk),
  );
  const { refused } = await lookIntoDump(Readable.from(chunks), "openemr.sql");
  return refused.map(({ why }) => why);
}

async function refusalsOfFiles(...more: Entries): Promise<string[]> {
  return refusals(await lookIntoBackup(await writeBackup(folder, { files: [...FILES, ...more] })));
}

test("a backup tells version, tables, site, keys, and what will not come along", async () => {
  const look = await lookIntoBackup(await writeBackup(folder));
  expect(refusals(look)).toEqual([]);
  expect(look.dump).toMatchObject({
    version: "7.0.3",
    tables: ["keys", "patient_data", "version"],
    hasKeys: true,
  });
  expect(look.tree).toMatchObject({
    version: "7.0.3",
    modules: ["oe-module-billing-of-ours"],
    sites: { default: { files: 4, database: "openemr", keys: ["sixa", "sixb"], executable: [] } },
  });
  const report = renderLook(look).join("\n");
  expect(report).toContain("Nothing keeps it from being loaded.");
  expect(report).toContain("documents can be decrypted");
  expect(report).toContain("the module oe-module-billing-of-ours, which OpenEMR's image does not have");
});

test("a folder with a dump and an archive of sites will do as well", async () => {
  writeFileSync(path.join(folder, "openemr.sql"), dumpOf());
  writeFileSync(path.join(folder, "sites.tar.gz"), gzipSync(await tarOf(FILES.slice(3))));
  const look = await lookIntoBackup(folder);
  expect(refusals(look)).toEqual([]);
  expect(look.tree.version).toBeUndefined();
});

test.each([
  [
    "a collation that Aurora does not have",
    "CREATE TABLE `a` (`id` int(11)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;",
    "its collation utf8mb4_uca1400_ai_ci is MariaDB's own",
  ],
  ["a file that is read", "LOAD DATA INFILE '/etc/passwd' INTO TABLE `patient_data`;", "LOAD DATA INFILE"],
  ["a file that is written", "SELECT 1 INTO OUTFILE '/tmp/x.php';", "SELECT 1 INTO OUTFILE"],
  ["a function among values", "INSERT INTO `patient_data` VALUES (1,LOAD_FILE('/etc/passwd'));", "LOAD_FILE"],
  [
    "rows of another table",
    "INSERT INTO `patient_data` SELECT * FROM mysql.user;",
    "INSERT INTO `patient_data` SELECT",
  ],
  ["a row that is written over", "INSERT INTO `a` VALUES (1) ON DUPLICATE KEY UPDATE a=1;", "ON, DUPLICATE"],
  [
    "a trigger with a definer",
    "DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`%`*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET @a=1 */;;",
    "DELIMITER",
  ],
  ["a view", "/*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */;", "DEFINER"],
  ["a function of a library", "CREATE FUNCTION sys_exec RETURNS INT SONAME 'lib.so';", "CREATE FUNCTION"],
  ["a user", "GRANT ALL ON *.* TO 'x'@'%';", "GRANT ALL"],
  ["another database", "USE `mysql`;", "USE `mysql`"],
  ["a table of another database", "CREATE TABLE `mysql`.`x` (a int);", "CREATE TABLE `mysql`.`x`"],
  ["rows into another database", "INSERT INTO `mysql`.`user` VALUES (1);", "INSERT INTO `mysql`.`user`"],
  [
    "a table on another server",
    "CREATE TABLE `x` (a int) ENGINE=FEDERATED CONNECTION='mysql://h/d/t';",
    "FEDERATED",
  ],
  [
    "a table with its data elsewhere",
    "CREATE TABLE `x` (a int) ENGINE=InnoDB DATA DIRECTORY='/tmp';",
    "elsewhere",
  ],
  ["a table of another one's rows", "CREATE TABLE `x` (a int) SELECT * FROM mysql.user;", "made of another"],
  ["a setting of the server", "SET GLOBAL general_log_file='/tmp/x.php';", "SET GLOBAL"],
  ["a mode in which backslashes do not escape", "SET SQL_MODE='NO_BACKSLASH_ESCAPES';", "SET SQL_MODE"],
  [
    "such a mode behind a comment with a harmless one",
    "-- SQL_MODE='NO_AUTO_VALUE_ON_ZERO'\n" +
      "/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_BACKSLASH_ESCAPES' */;\n" +
      "INSERT INTO `a` VALUES ('\\'); DROP DATABASE mysql; -- ');",
    "SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_BACKSLASH_ESCAPES'",
  ],
  [
    "such a mode before a comment with a harmless one",
    "SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='ANSI_QUOTES' /* SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;",
    "ANSI_QUOTES",
  ],
  [
    "such a mode with a harmless one",
    "SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO,NO_BACKSLASH_ESCAPES';",
    "NO_BACKSLASH",
  ],
  [
    "such a mode by a number of the server, which has that bit",
    "SET @OLD_SQL_MODE=@@innodb_sort_buffer_size; SET SQL_MODE=@OLD_SQL_MODE;",
    "SET @OLD_SQL_MODE=@@innodb_sort_buffer_size",
  ],
  ["such a number by another name", "SET SQL_MODE=@OLD_INNODB_SORT_BUFFER_SIZE;", "SET SQL_MODE=@OLD_INNODB"],
  [
    "such a number beside a harmless setting",
    "SET @OLD_SQL_MODE=@@innodb_sort_buffer_size, SQL_NOTES=0;",
    "SET @OLD_SQL_MODE=@@innodb",
  ],
  ["a time zone that draws on the terminal", "SET TIME_ZONE='\u001b[2J';", "TIME_ZONE='\\u001b[2J'"],
  ["a character set with backslashes in characters", "SET NAMES gbk;", "SET NAMES gbk"],
  ["a command to the shell", "\\! touch /tmp/x\n;", "backslash outside of quotes"],
  ["a command to the client by its name", "system touch /tmp/x\n;", "system touch"],
  ["a statement in a comment that is carried out", "/*!50000 GRANT ALL ON *.* TO 'x' */;", "GRANT ALL"],
  ["one in MariaDB's comment", "/*M!100100 GRANT ALL ON *.* TO 'x' */;", "GRANT ALL"],
  [
    "a quote that only some servers see",
    "/*!99999 ' */ GRANT ALL ON *.* TO 'x'; /* ' */;",
    "may read in another way",
  ],
  [
    "a comment within one that is carried out",
    "/*!50000 SET NAMES utf8 /* x */ */;",
    "may read in another way",
  ],
  ["a quote that does not end", "INSERT INTO `a` VALUES ('x", "may read in another way"],
])("a dump with %s is refused", async (_, statements, why) => {
  const found = await refusalsOf(statements);
  expect(found.length).toBeGreaterThan(0);
  expect(found.join("\n")).toContain(why);
});

test("the settings of MariaDB 10.6.16 and newer are known", async () => {
  const settings =
    "/*M!100616 SET @OLD_NOTE_VERBOSITY=@@NOTE_VERBOSITY, NOTE_VERBOSITY=0 */;\n" +
    "/*M!100616 SET NOTE_VERBOSITY=@OLD_NOTE_VERBOSITY */;";
  expect(await refusalsOf(settings)).toEqual([]);
});

test("comments do not tell the version", async () => {
  const version =
    "/* VALUES (8,4,1) */ INSERT INTO `version` /* VALUES (8,4,1) */ VALUES (7,0,2,'','4',512,'',10);";
  const look = await lookIntoDump(
    Readable.from([Buffer.from(`-- VALUES (8,4,1)\n${version}`)]),
    "openemr.sql",
  );
  expect(look).toMatchObject({ version: "7.0.2", refused: [] });
});

test("a dump is read alike in pieces of any size", async () => {
  for (const chunk of [1, 3, 64, 100_000]) expect(await refusalsOf("", chunk)).toEqual([]);
});

test("memory does not grow with a dump", async () => {
  const row = `(1,'${"x".repeat(1000)}'),`;
  function* rows() {
    yield Buffer.from("INSERT INTO `a` VALUES ");
    for (let i = 0; i < 20_000; i++) yield Buffer.from(row);
    yield Buffer.from("(1,'x');");
  }
  const before = process.memoryUsage().heapUsed;
  const { statements, refused } = await lookIntoDump(Readable.from(rows()), "openemr.sql");
  expect([statements, refused]).toEqual([1, []]);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(200e6);
});

const file = (name: string): Entries[number] => [name, "x"];

test.each<[string, Entries[number], string]>([
  ["a path out of the archive", file("sites/default/../../../etc/cron.d/x"), "leads out of the archive"],
  ["an absolute path", file("/etc/passwd"), "absolute"],
  ["a path with a backslash", file("sites\\default\\x"), "backslash"],
  ["a path with a control character", file("sites/default/a\u001b[2Jb"), "control character"],
  ["a path with an empty part", file("sites/default//documents/b.php"), "empty part"],
  ["such a part before the site", file("sites//default/documents/b.php"), "empty part"],
  ["such a part at the beginning", file(".//sites/default/documents/b.php"), "empty part"],
  ["a path with a part that means nothing", file("sites/./default/documents/b.php"), "empty part"],
  ["a path that ends so", file("sites/default/documents/b.php/."), "empty part"],
  [
    "a kind of file of former days",
    [{ name: "sites/default/b.php", type: "contiguous-file" }],
    "contiguous-file",
  ],
  ["a symbolic link", [{ name: "sites/default/l", type: "symlink", linkname: "/etc" }], "symlink"],
  ["a hard link", [{ name: "sites/default/l", type: "link", linkname: "/etc/passwd" }], "it is a link"],
  ["a device", [{ name: "sites/default/d", type: "character-device" }], "character-device"],
  // Latin-1, as tar had it: what is read of it is the character that stands for a fault.
  ["a path that is not in UTF-8", file("sites/default/documents/\ufffdrger.txt"), "not in UTF-8"],
  ["a file twice", file("sites/default/SQLCONF.php"), "twice"],
])("files with %s are refused", async (_, entry, why) => {
  const found = await refusalsOfFiles(entry);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(why);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(found[0]).not.toMatch(/[\u0000-\u001f]/);
});

test("an archive that begins with its own folder is read", async () => {
  for (const name of ["./", "."]) expect(await refusalsOfFiles([{ name, type: "directory" }])).toEqual([]);
});

test("programs among the documents are told", async () => {
  const files = [
    ...FILES,
    file("sites/default/documents/1/shell.php"),
    file("sites/default/documents/.htaccess"),
  ];
  const look = await lookIntoBackup(await writeBackup(folder, { files }));
  expect(renderLook(look).join("\n")).toContain(
    "default/documents/1/shell.php: a program among the documents",
  );
  expect(look.tree.sites.default!.executable).toEqual(["documents/1/shell.php", "documents/.htaccess"]);
});

test("files and database of two versions, of two sites or of none are refused", async () => {
  const version = [["version.php", "$v_major = '7';\n$v_minor = '0';\n$v_patch = '4';\n"]] as const;
  const other = await lookIntoBackup(await writeBackup(folder, { files: [...version, ...FILES.slice(1)] }));
  expect(refusals(other)).toEqual([
    "files are of OpenEMR 7.0.4 and the database is of 7.0.3: they are not of one moment",
  ]);
  expect((await refusalsOfFiles(["sites/b/sqlconf.php", "$dbase = 'b';"])).join()).toContain("2 sites");
  const none = await lookIntoBackup(await writeBackup(folder, { files: FILES.slice(0, 3) }));
  expect(refusals(none).join()).toContain("no site");
});

test("keys in files or database only are told", async () => {
  const files = FILES.filter(([entry]) => !String(entry).includes("methods"));
  const look = await lookIntoBackup(await writeBackup(folder, { files }));
  expect(renderLook(look).join("\n")).toContain("only in the database");
});

test("what is no backup, or cut off, is refused by name", async () => {
  await expect(lookIntoBackup(path.join(folder, "none.tar"))).rejects.toThrow("no such file");
  const whole = await writeBackup(folder);
  const cut = path.join(folder, "cut.tar");
  writeFileSync(cut, readFileSync(whole).subarray(0, 1700));
  await expect(lookIntoBackup(cut)).rejects.toThrow(/cannot be read to its end|has no/);
  const text = path.join(folder, "letter.tar");
  writeFileSync(text, "x".repeat(2000));
  await expect(lookIntoBackup(text)).rejects.toThrow("cannot be read to its end");
  writeFileSync(path.join(folder, "openemr.sql"), dumpOf());
  await expect(lookIntoBackup(folder)).rejects.toThrow("has no openemr.tar.gz or sites.tar.gz");
});
