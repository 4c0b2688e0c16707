import { spawn } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { Connection, RowDataPacket } from "mysql2/promise";
import { compiledScript } from "../../../support/compiled-project";
import { DeployedStack, OFFLINE } from "../../../support/deployed-stack";
import { MariaDb } from "../../../support/mariadb";
import { ScriptProject } from "../../../support/script-project";
import { EmulatedDataApi } from "./emulated-data-api";

const CLUSTER = "arn:aws:rds:eu-west-1:123456789012:cluster:openemr-trial-database";
const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:openemr-trial-database-AbCdEf";
const PLACE = ["--cluster-arn", CLUSTER, "--secret-arn", SECRET];

let database: MariaDb;
let connection: Connection;
let api: EmulatedDataApi;
let project: ScriptProject;

beforeAll(async () => {
  project = new ScriptProject();
  mkdirSync(path.join(project.folder, "home"));
  database = await MariaDb.start();
  api = await EmulatedDataApi.start(database);
  connection = await database.connect({ multipleStatements: true });
  await connection.query(`
    CREATE DATABASE openemr CHARACTER SET utf8mb4;
    USE openemr;
    CREATE TABLE people (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(80) UNIQUE);
  `);
}, 120_000);

beforeEach(async () => {
  await connection.query("TRUNCATE people");
  api.takeCalls();
});

afterAll(async () => {
  await connection?.end();
  await api?.stop();
  await database?.stop();
  project?.remove();
});

interface RunOptions {
  readonly stdin?: string;
  readonly env?: NodeJS.ProcessEnv;
}

function start(args: readonly string[], { stdin = "", env = {} }: RunOptions = {}) {
  const child = spawn(process.execPath, [compiledScript(project.folder, "data-api"), ...args], {
    cwd: project.folder,
    env: {
      ...process.env,
      HOME: path.join(project.folder, "home"),
      AWS_ENDPOINT_URL_RDS_DATA: api.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      INIT_CWD: project.folder,
      ...env,
    },
  });
  child.stdin.end(stdin);
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  const stdout = text(child.stdout).catch(() => "");
  const ended = Promise.all([closed, stdout, text(child.stderr)]).then(([status, stdout, stderr]) => ({
    status,
    stdout,
    stderr,
  }));
  return { child, ended };
}

function run(...args: string[]) {
  return start([...PLACE, ...args]).ended;
}

async function people(): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>("SELECT name FROM people ORDER BY id");
  return rows.map(({ name }) => name);
}

/** Waits until the server carries out a statement like this. */
async function isRunning(pattern: string): Promise<void> {
  const sql = "SELECT 1 FROM information_schema.processlist WHERE info LIKE ? AND id <> CONNECTION_ID()";
  for (;;) {
    const [rows] = await connection.query<RowDataPacket[]>(sql, [pattern]);
    if (rows.length > 0) return;
  }
}

test("a file of statements is told apart as the server understands it, and comes out as a table", async () => {
  project.write(
    "statements.sql",
    `-- people; with comments
     INSERT INTO people (name) VALUES ('a;b'), ("it's \\"quoted\\""), ('it''s \\'escaped\\'; too'); # and; more
     /* nothing; here */ ; ;
     UPDATE people SET name = 'c--d' WHERE name = 'a;b' AND 3--2 = 5;
     /*!40000 INSERT INTO people (name) VALUES ('from; a version') */;
     SELECT id AS \`the;id\`, name FROM people -- last; one
     ORDER BY id`,
  );
  const { status, stdout, stderr } = await run("--file", "statements.sql");
  expect(stderr.split("\n")).toEqual([
    "Line 2: 3 records changed (generated key: 1)",
    "Line 4: 1 record changed",
    "Line 5: 1 record changed (generated key: 4)",
    "Line 6: 4 rows",
    "",
  ]);
  expect(stdout.split("\n")).toEqual([
    "the;id  name",
    "------  -------------------",
    "     1  c--d",
    '     2  it\'s "quoted"',
    "     3  it's 'escaped'; too",
    "     4  from; a version",
    "",
  ]);
  expect(status).toBe(0);
});

test("what is written comes back, whatever its type", async () => {
  const columns = [
    "9223372036854775807 AS big",
    "CAST('12345678901234567890.10' AS DECIMAL(30,2)) AS amount",
    "0.5e0 AS ratio",
    "NULL AS nothing",
    "'' AS empty",
    "CAST('2026-01-31' AS DATE) AS day",
    "X'00ff' AS bytes",
    "'Zoë\n\"東京\"' AS words",
    "1 AS words",
  ];
  const { stdout, stderr } = await run(`SELECT ${columns.join(", ")};`, "--json");
  expect(stderr).toBe("1 row\n");
  expect(stdout).toBe(
    '[\n  {"big": 9223372036854775807, "amount": 12345678901234567890.10, "ratio": 0.5, "nothing": null, "empty": "", ' +
      '"day": "2026-01-31", "bytes": "AP8=", "words": "Zoë\\n\\"東京\\"", "words_2": 1}\n]\n',
  );
  const csv = await run(`SELECT ${columns.slice(3).join(", ")}`, "--format=csv");
  expect(csv.stdout).toBe('nothing,empty,day,bytes,words,words_2\n,"",2026-01-31,AP8=,"Zoë\n""東京""",1\n');
});

test("a table is aligned for wide characters, and lets no record command the terminal", async () => {
  const rows = ["'東京', 1", "'e\u0301\ud83d\udc69\u200d\u2695\ufe0f', 20", "'\u001b[2J\u202e', NULL"];
  const { stdout } = await run(
    `SELECT 'x' AS name, X'00' AS n UNION ALL SELECT ${rows.join(" UNION ALL SELECT ")}`,
  );
  expect(stdout.split("\n")).toEqual([
    "name               n",
    "-----------------  ---------",
    "x                  <1 bytes>",
    "東京               <1 bytes>",
    "e\u0301\ud83d\udc69\u200d\u2695\ufe0f                <2 bytes>",
    "\\u{1b}[2J\\u{202e}  NULL",
    "",
  ]);
});

test("parameters arrive with their types, each at the statement that has it", async () => {
  const parameters = {
    "name=O'Brien; --": "name",
    "whole:integer=-7": "whole",
    "half:number=0.5": "half",
    "price:decimal=19.90": "price",
    "yes:boolean=true": "yes",
    "none:null": "none",
    'object:json={"a":1}': "object",
    "day:date=2026-01-31": "day",
    "at:time=08:30:00": "at",
    "seen:timestamp=2026-01-31 08:30:00": "seen",
    "bytes:blob=AP8=": "bytes",
  };
  const names = Object.values(parameters);
  const select = `SELECT ${names.map((name) => `:${name} AS ${name}`).join(", ")}, ':name' AS quoted`;
  const sql = `SELECT :name AS one; ${select}`;
  const options = Object.keys(parameters).flatMap((given) => ["--param", given]);
  const { status, stdout } = await run(sql, ...options, "--json");
  expect(status).toBe(0);
  const [one, all] = stdout.split(/(?<=^\]\n)/m).map((array) => JSON.parse(array)[0]);
  expect(one).toEqual({ one: "O'Brien; --" });
  expect(all).toMatchObject({
    name: "O'Brien; --",
    whole: -7,
    half: 0.5,
    yes: 1,
    none: null,
    object: '{"a":1}',
    day: "2026-01-31",
    bytes: "AP8=",
    quoted: ":name",
  });
  const [first, second] = api.takeCalls();
  expect(first!.request.parameters!.map(({ name }) => name)).toEqual(["name"]);
  expect(second!.request.parameters!.flatMap(({ typeHint }) => typeHint ?? [])).toEqual([
    "DECIMAL",
    "JSON",
    "DATE",
    "TIME",
    "TIMESTAMP",
  ]);
});

test("an error is the database's own, and ends the run", async () => {
  const { status, stdout, stderr } = await start([...PLACE, "--file", "-"], {
    stdin:
      "INSERT INTO people (name) VALUES ('a');\nINSERT INTO people (name) VALUES ('a');\nDROP TABLE people",
  }).ended;
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toBe(
    "Line 1: 1 record changed (generated key: 1)\n" +
      "Line 2: Database error code: 1062. Message: Duplicate entry 'a' for key 'name'\n" +
      "The statements before it (1 of 3) were carried out, and stay.\n",
  );
  expect(await people()).toEqual(["a"]);
});

describe("a transaction", () => {
  const insert = (name: string) => `INSERT INTO people (name) VALUES ('${name}')`;

  test("commits all of its statements, also for a reader that has seen enough", async () => {
    const sql = `SET @n = 'a'; INSERT INTO people (name) VALUES (@n); SELECT * FROM people; ${insert("b")}`;
    const { child, ended } = start([...PLACE, sql, "--transaction"]);
    child.stdout.destroy();
    const { status, stderr } = await ended;
    expect(stderr).toMatch(/\nCommitted\.\n$/);
    expect({ status, people: await people() }).toEqual({ status: 0, people: ["a", "b"] });
  });

  test("leaves nothing of them after an error", async () => {
    const { status, stderr } = await run(`${insert("a")};\n${insert("a")}`, "--transaction");
    expect(stderr).toMatch(/^Line 2: .*Duplicate entry 'a'.*\nRolled back: nothing was changed\.\n$/m);
    expect({ status, people: await people() }).toEqual({ status: 1, people: [] });
  });

  test("leaves nothing of them after Ctrl-C, even if that arrives twice", async () => {
    const { child, ended } = start([...PLACE, `${insert("a")}; SELECT SLEEP(0.8)`, "--transaction"]);
    await isRunning("SELECT SLEEP%");
    child.kill("SIGINT");
    child.kill("SIGINT");
    const { status, stderr } = await ended;
    expect(stderr).toMatch(
      /Waiting for the statement that still runs.*\nLine 1: Stopped\.\nRolled back: nothing was changed\.\n$/s,
    );
    expect({ status, people: await people() }).toEqual({ status: 130, people: [] });
  });

  test("whose commit got no answer is looked after", async () => {
    api.failNext("CommitTransaction", "lost");
    const { status, stderr } = await run(insert("a"), "--transaction");
    expect(stderr).toMatch(/The Data API gave no answer\..*\nRolled back: nothing was changed\.\n$/s);
    expect({ status, people: await people() }).toEqual({ status: 1, people: [] });
  });
});

describe("the Data API", () => {
  test("is asked again while a paused database resumes", async () => {
    api.failNext("Execute", { name: "DatabaseResumingException", message: "resuming" });
    const { status, stdout, stderr } = await run("SELECT 1 AS one", "--format", "csv");
    expect({ status, stdout }).toEqual({ status: 0, stdout: "one\n1\n" });
    expect(stderr).toMatch(/^The database was paused, and resumes \(\d+ s\) \.\.\.\n1 row\n$/);
  });

  test("is never asked a second time when an answer was lost", async () => {
    api.failNext("Execute", "lost");
    const { status, stderr } = await run("INSERT INTO people (name) VALUES ('a')");
    expect(status).toBe(1);
    expect(stderr).toContain(
      "Whether the statement was carried out is not known: look before you repeat it.",
    );
    expect(api.takeCalls()).toHaveLength(1);
  });

  test("explains its limit of an answer's size", async () => {
    const { status, stdout, stderr } = await run("SELECT REPEAT('x', 1100000) AS x");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(
      /^Database returned more than the allowed response size limit\nThe Data API answers with at most 1 MiB\./,
    );
  });

  test("is found, and said to be off, by the environment's name", async () => {
    new DeployedStack(project.folder).deploy({ database_cluster_arn: CLUSTER, database_secret_arn: SECRET });
    api.failNext("Execute", {
      name: "HttpEndpointNotEnabledException",
      message: `HttpEndpoint is not enabled for resource ${CLUSTER}`,
    });
    const { status, stderr } = await start(["trial", "ALTER TABLE people COMMENT ''"], { env: OFFLINE })
      .ended;
    expect(status).toBe(1);
    expect(stderr).toContain(
      "Set enable_data_api = true in environments/trial.tfvars, then: npm run deploy -- trial.",
    );
    expect(api.takeCalls()).toMatchObject([
      {
        operation: "Execute",
        request: {
          resourceArn: CLUSTER,
          secretArn: SECRET,
          database: "openemr",
          continueAfterTimeout: true,
        },
      },
    ]);
  });

  test("is reached by the profile that was named, whatever credentials the environment has", async () => {
    new DeployedStack(project.folder).deploy({ database_cluster_arn: CLUSTER, database_secret_arn: SECRET });
    project.write("credentials", "[chosen]\naws_access_key_id = a\naws_secret_access_key = b\n");
    const env = {
      ...OFFLINE,
      AWS_SHARED_CREDENTIALS_FILE: path.join(project.folder, "credentials"),
      AWS_WEB_IDENTITY_TOKEN_FILE: "/missing",
      AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/pod",
    };
    const { status, stderr } = await start(["trial", "SELECT 1 AS one", "--profile", "chosen"], { env })
      .ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "1 row\n" });
  });
});

test("nothing was written to the machine", () => {
  expect(readdirSync(path.join(project.folder, "home"))).toEqual([]);
});
