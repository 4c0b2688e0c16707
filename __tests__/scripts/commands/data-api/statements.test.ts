import { definesData, endsTransaction } from "../../../../scripts/commands/data-api/statement-kinds";
import { splitArgument, splitStatements } from "../../../../scripts/commands/data-api/statements";
import { UserError } from "../../../../src/user-error";

function split(text: string): string[] {
  return splitStatements(text).map(({ sql }) => sql);
}

describe("statements", () => {
  test.each([
    ["", []],
    [" ;; -- nothing\n # nothing\n /* nothing */ ;", []],
    ["SELECT 1", ["SELECT 1"]],
    ["\ufeffSELECT 1;\r\nSELECT 2;", ["SELECT 1", "SELECT 2"]],
    ["SELECT 'a;''b\\';' ; SELECT 2", ["SELECT 'a;''b\\';'", "SELECT 2"]],
    ['SELECT "a;""b\\";" ; SELECT 2', ['SELECT "a;""b\\";"', "SELECT 2"]],
    ["SELECT `a;``\\`; SELECT 2", ["SELECT `a;``\\`", "SELECT 2"]],
    ["SELECT '\\\\'; SELECT 2", ["SELECT '\\\\'", "SELECT 2"]],
    ["SELECT 3--2; SELECT 1 --\n; SELECT 2", ["SELECT 3--2", "SELECT 1", "SELECT 2"]],
    ["SELECT 1 -- a;b\n+ 1; SELECT 2", ["SELECT 1 -- a;b\n+ 1", "SELECT 2"]],
    ["SELECT 1 # 'a;b\n; SELECT 2 /* ';' */ ; # end", ["SELECT 1", "SELECT 2"]],
    [
      "/*!40101 SET @a = ';' */; SELECT /*+ MAX_EXECUTION_TIME(1) */ 1",
      ["/*!40101 SET @a = ';' */", "SELECT /*+ MAX_EXECUTION_TIME(1) */ 1"],
    ],
    ["-- about\nSELECT 1", ["SELECT 1"]],
  ])("%j", (text, statements) => {
    expect(split(text)).toEqual(statements);
  });

  test("know where they begin, and which parameters they have", () => {
    const text = "\n\nSELECT :a, ':b', `:c`, @d:=1, :a\n-- :e\n;\nSELECT ':\n', /* \n */ :f_1;SELECT 1";
    expect(splitStatements(text).map(({ line, parameters }) => [line, parameters])).toEqual([
      [3, ["a"]],
      [6, ["f_1"]],
      [8, []],
    ]);
  });

  test.each([
    ["SELECT 1;\nSELECT 'a", "Line 2: A string begins there and does not end."],
    ['SELECT "a\\"', "Line 1: A string begins there"],
    ["SELECT `a", "Line 1: A quoted name begins there"],
    ["SELECT 1;\n\n/* a", "Line 3: A comment begins there"],
    ["/*! a", "Line 1: A comment begins there"],
    ["SELECT 1;\nDELIMITER //\nSELECT 2 //", "Line 2: DELIMITER is a command of the mysql client"],
    [
      "SELECT 1;\nCREATE DEFINER=`a`@`%` TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET @a = 1; END",
      "Line 2: the semicolons in the body",
    ],
  ])("%j is refused", (text, message) => {
    expect(() => split(text)).toThrow(UserError);
    expect(() => split(text)).toThrow(message);
  });

  test("a routine is one argument, whatever is in its body", () => {
    const routine = "CREATE PROCEDURE p()\nlabel:BEGIN SELECT 1; SELECT ';'; END";
    expect(splitArgument(`-- one\n${routine} ; -- end`)).toEqual([{ sql: routine, line: 2, parameters: [] }]);
    expect(splitArgument("SELECT 1; SELECT 2").map(({ sql }) => sql)).toEqual(["SELECT 1", "SELECT 2"]);
    expect(split("CREATE TABLE event (a TEXT DEFAULT 'begin')")).toHaveLength(1);
  });

  test("of several megabytes are read in a moment", () => {
    const long = "x''\\';".repeat(700_000);
    const begin = Date.now();
    expect(split(`SELECT '${long}'; SELECT 1`)).toHaveLength(2);
    expect(() => split(`SELECT '${long}`)).toThrow("does not end");
    expect(Date.now() - begin).toBeLessThan(5000);
  });
});

test.each([
  "CREATE TABLE a (b INT)",
  "drop table a",
  "ALTER TABLE a ADD b INT",
  "TRUNCATE a",
  "RENAME TABLE a TO b",
  "GRANT SELECT ON a TO b",
  "SET PASSWORD = 'a'",
  "SET autocommit = 1",
  "SET @@session.autocommit=1",
  "LOCK TABLES a READ",
  "UNLOCK TABLES",
  "BEGIN",
  "START TRANSACTION",
  "COMMIT",
  "ROLLBACK",
  "ROLLBACK WORK",
  "/*!50001 CREATE VIEW a AS SELECT 1 */",
])("%s ends a transaction", (sql) => {
  expect(endsTransaction(sql)).toBe(true);
});

test.each([
  "SELECT 1",
  "INSERT INTO a VALUES (1)",
  "CREATE TEMPORARY TABLE a (b INT)",
  "DROP  TEMPORARY TABLE a",
  "ROLLBACK TO SAVEPOINT a",
  "ROLLBACK WORK TO a",
  "SAVEPOINT a",
  "SET @autocommit = 1",
  "SET NAMES utf8mb4",
  "LOAD DATA LOCAL INFILE 'a' INTO TABLE a",
  "WITH a AS (SELECT 1) DELETE FROM b",
])("%s does not", (sql) => {
  expect(endsTransaction(sql)).toBe(false);
});

test("what defines data goes on after a time-out", () => {
  expect(["ALTER TABLE a ADD b INT", "create index a on b (c)"].map(definesData)).toEqual([true, true]);
  expect(["SELECT 1", "UPDATE a SET b = 1", "GRANT a TO b"].map(definesData)).toEqual([false, false, false]);
});
