import { COMMAND_LINE } from "../../../../scripts/commands/data-api/arguments";
import { checkParameters, readParameter } from "../../../../scripts/commands/data-api/parameters";
import { splitStatements } from "../../../../scripts/commands/data-api/statements";
import { readCommandLine } from "../../../../scripts/terminal/command-line";
import { UserError } from "../../../../src/user-error";

const readArguments = (args: readonly string[]) => readCommandLine(args, COMMAND_LINE)!;

const CLUSTER = "arn:aws:rds:eu-west-1:123456789012:cluster:openemr";
const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:openemr-AbCdEf";
const PLACE = ["--cluster-arn", CLUSTER, "--secret-arn", SECRET];

describe("arguments", () => {
  test("say where, what and how", () => {
    expect(readArguments(["production", "SELECT 1"])).toMatchObject({
      environment: "production",
      sql: "SELECT 1",
      format: "table",
      database: "openemr",
      transaction: false,
    });
    expect(readArguments(["production", "--file", "a.sql"])).toMatchObject({
      environment: "production",
      sql: undefined,
      file: "a.sql",
    });
    expect(readArguments([...PLACE, "SELECT 1"])).toMatchObject({ environment: undefined, sql: "SELECT 1" });
    expect(readArguments(["production", "SELECT 1", ...PLACE])).toMatchObject({ environment: "production" });
    expect(readArguments([...PLACE, "--file", "-"])).toMatchObject({ environment: undefined, file: "-" });
    expect(readArguments(["--help"])).toBeUndefined();
  });

  test.each([
    [[], "Which statement? Give an environment and SQL, or a --file."],
    [["production"], "Which statement?"],
    [PLACE, "Which statement?"],
    [["production", "SELECT", "1"], 'but "SELECT" was given as well. Put a statement into quotes.'],
    [["production", "SELECT 1", "--file", "a.sql"], 'one --file, but "SELECT 1" was given as well.'],
    [
      ["production", "SELECT 1", "--format", "xml"],
      '--format is "xml", but must be "table" or "csv". For JSON give --json.',
    ],
    [["production", "SELECT 1", "--fromat", "csv"], "Usage: npm run data-api"],
    [["--cluster-arn", "openemr", "a", "b"], '--cluster-arn is "openemr", but must be arn:aws:rds:<region>:'],
    [["--secret-arn", CLUSTER, "a", "b"], "but must be arn:aws:secretsmanager:<region>:"],
  ])("%j are refused", (args, message) => {
    expect(() => readArguments(args)).toThrow(UserError);
    expect(() => readArguments(args)).toThrow(message);
  });
});

describe("a parameter", () => {
  test.each([
    ["a=1", { stringValue: "1" }],
    ["a=b=c\nd", { stringValue: "b=c\nd" }],
    ["a=", { stringValue: "" }],
    ["a=null", { stringValue: "null" }],
    ["a:text=x", { stringValue: "x" }],
    ["a:integer=-9", { longValue: -9 }],
    ["a:number=1e-3", { doubleValue: 0.001 }],
    ["a:boolean=false", { booleanValue: false }],
    ["a:null", { isNull: true }],
    ["a:blob=", { blobValue: Buffer.from("") }],
  ])("%j", (given, value) => {
    expect(readParameter(given)).toEqual({ name: "a", value });
  });

  test.each([
    ["a", '--param is "a", but a value of the type text must be a text.'],
    ["=1", '--param is "=1", but must be name=value or name:type=value.'],
    ["1a=1", "but must be name=value"],
    ["a b=1", "but must be name=value"],
    ["a:int=1", 'but its type must be "text", "integer", "number"'],
    ["a:constructor=1", "but its type must be"],
    ["a:integer=1.5", "must be a whole number of at most 15 digits"],
    ["a:integer=9007199254740993", "must be a whole number of at most 15 digits"],
    ["a:integer=", "must be a whole number"],
    ["a:integer", "must be a whole number"],
    ["a:number=NaN", "must be a number"],
    ["a:number=1e999", "must be a number"],
    ["a:decimal=1,5", "must be digits with a point"],
    ["a:boolean=yes", "must be true or false"],
    ["a:json={", "must be JSON"],
    ["a:date=31.01.2026", "must be a date, YYYY-MM-DD"],
    ["a:time=8:30", "must be a time of day"],
    ["a:timestamp=2026-01-31T08:30:00", "must be a date and a time"],
    ["a:blob=?", "must be bytes in Base64"],
    ["a:null=x", "must be without a value"],
  ])("%j is refused", (given, message) => {
    expect(() => readParameter(given)).toThrow(UserError);
    expect(() => readParameter(given)).toThrow(message);
  });

  test.each([
    [["a=1", "a=2"], "SELECT :a", "--param gives a more than once."],
    [["a=1", "b=1"], "SELECT :a; SELECT ':b'", "--param gives b, but no statement has a parameter :b."],
    [
      ["a=1"],
      "SELECT :a;\nSELECT :b",
      "Line 2: the statement has a parameter :b. Give it: --param b=<value>",
    ],
  ])("%j for %j are refused", (given, sql, message) => {
    const parameters = given.map(readParameter);
    expect(() => checkParameters(parameters, splitStatements(sql))).toThrow(message);
  });
});
