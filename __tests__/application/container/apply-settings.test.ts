import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { TestAuthority } from "../../support/test-authority";
import { DatabaseServer, requirePrograms } from "./database-server";
import { CRYPTO, GLOBALS, openEmr, sqlconf, VERSION_7, VERSION_8 } from "./openemr-stand-in";
import { CONTAINER_FOLDER, type Exit, Sandbox, until } from "./sandbox";
import { HttpProxy, TaskServices } from "./task-services";

jest.setTimeout(60_000);

const SCRIPT = `${CONTAINER_FOLDER}/apply-settings.php`;
const OWN_TABLE = "openemr_on_aws_settings";
const SECRET = "sEcReT-of-SES/1234+5678=";

let database: DatabaseServer;
let box: Sandbox;
const services = new TaskServices();

beforeAll(async () => {
  requirePrograms();
  await services.listen();
  database = new DatabaseServer();
  await database.install();
});

afterAll(async () => {
  await database?.remove();
  await services.close();
});

beforeEach(() => {
  database.query(`DROP TABLE IF EXISTS globals, ${OWN_TABLE}; ${GLOBALS}`);
  box = new Sandbox();
  box.write("openemr/sites/default/sqlconf.php", sqlconf("127.0.0.1", database.port));
  box.write("openemr/interface/globals.php", VERSION_7);
  // Where the image has PHP keep sessions.
  box.write("php/sessions.ini", "session.save_path = tls://cache:6379\n");
});

afterEach(() => {
  box.remove();
});

const SECRETS = "secret ";
/** OpenEMR keeps it as it is, as `SMTP_USER`. */
const UNENCRYPTED = "unencrypted secret ";

/** Values by the names of settings. Those of secret ones begin with a word that says so. */
type Settings = Record<string, string>;

/** What Terraform writes into the parameter. Each secret setting has a secret of its own. */
const declarationOf = (settings: Settings) =>
  JSON.stringify(
    Object.entries(settings).map(([name, value]) => {
      if (!name.includes(" ")) return { name, value };
      const secret = services.keep(JSON.stringify({ text: value }));
      const encrypted = name.startsWith(SECRETS);
      return { name: name.split(" ").at(-1), encrypted, secret, key: "text" };
    }),
  );

/** A task that starts while something is declared. @param declared the parameter's ARN */
function start(declared: string, environment: Record<string, string> = {}): Promise<Exit> {
  // As start.sh does it.
  const run = `. '${join(CONTAINER_FOLDER, "sqlconf.sh")}'
    OPENEMR_DATABASE=$(read_sqlconf "$OPENEMR_ROOT/sites/default/sqlconf.php")
    export OPENEMR_DATABASE
    exec php '${SCRIPT}'`;
  return box.run(run, {
    ...services.environment(declared),
    OPENEMR_ROOT: box.path("openemr"),
    DATABASE_CA: database.authority,
    PHP_INI_SCAN_DIR: `:${box.path("php")}`,
    ...environment,
  }).exited;
}

/** A task that starts when settings have been declared. */
function apply(settings: Settings, extra: Record<string, string> = {}): Promise<Exit> {
  return start(services.write(declarationOf(settings)), extra);
}

/** What is in OpenEMR's table, by name; of several rows the first. */
const values = () =>
  Object.fromEntries(
    database.query("SELECT gl_name, gl_value FROM globals WHERE gl_index = 0").map((row) => row.split("\t")),
  );
const ORIGINAL = {
  rest_api: "0",
  site_addr_oath: "",
  openemr_name: "Praxis Jäger",
  SMTP_PASS: "",
  language_menu_other: "German",
};

/** Statements that reached the server during an action and change something. */
async function writesDuring(action: () => Promise<unknown>): Promise<string[]> {
  const before = database.log.length;
  await action();
  return database.log.slice(before).match(/\b(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP) .*/g) ?? [];
}

describe("a plain setting", () => {
  test("gets its value, and only its own row is touched", async () => {
    const exit = await apply({ rest_api: "1", site_addr_oath: "https://openemr.example.org" });
    expect(exit).toEqual({ code: 0, output: "settings: set rest_api, site_addr_oath\n" });
    expect(values()).toEqual({ ...ORIGINAL, rest_api: "1", site_addr_oath: "https://openemr.example.org" });
    expect(database.query("SELECT gl_value FROM globals WHERE gl_index = 1")).toEqual(["Greek"]);
  });

  test("that has its value already is left alone: no statement changes anything", async () => {
    await apply({ rest_api: "1", portal_onsite_two_enable: "1" });
    const writes = await writesDuring(async () => {
      const exit = await apply({ rest_api: "1", portal_onsite_two_enable: "1" });
      expect(exit).toEqual({
        code: 0,
        output: "settings: are as declared: portal_onsite_two_enable, rest_api\n",
      });
    });
    expect(writes).toEqual([]);
  });

  test("follows its declaration and what an administrator did in between is overruled", async () => {
    await apply({ rest_api: "1" });
    database.query("UPDATE globals SET gl_value = '0' WHERE gl_name = 'rest_api'");
    expect((await apply({ rest_api: "1" })).output).toBe("settings: set rest_api\n");
    expect(values().rest_api).toBe("1");
    await apply({ rest_api: "2" });
    expect(values().rest_api).toBe("2");
  });

  test("gets its former value back once it is declared no more", async () => {
    await apply({ openemr_name: "one", rest_api: "1" });
    await apply({ openemr_name: "two", rest_api: "1" });
    const exit = await apply({ rest_api: "1" });
    expect(exit).toEqual({ code: 0, output: "settings: gave back openemr_name\n" });
    expect(values()).toEqual({ ...ORIGINAL, rest_api: "1" });
    await apply({});
    expect(values()).toEqual(ORIGINAL);
    expect(database.query(`SELECT * FROM ${OWN_TABLE}`)).toEqual([]);
  });

  test("that had no row gets one, and loses it again", async () => {
    await apply({ portal_onsite_two_enable: "1" });
    expect(values()).toEqual({ ...ORIGINAL, portal_onsite_two_enable: "1" });
    await apply({});
    expect(values()).toEqual(ORIGINAL);
  });

  test("that was given back is the administrator's again, and taken over with the value that it has by then", async () => {
    await apply({ openemr_name: "one" });
    await apply({});
    database.query("UPDATE globals SET gl_value = 'Praxis Nüßlein' WHERE gl_name = 'openemr_name'");
    await apply({ rest_api: "1" });
    expect(values().openemr_name).toBe("Praxis Nüßlein");
    await apply({ openemr_name: "two" });
    await apply({});
    expect(values().openemr_name).toBe("Praxis Nüßlein");
  });

  test("is given back even where somebody removed its row meanwhile", async () => {
    await apply({ openemr_name: "one" });
    database.query("DELETE FROM globals WHERE gl_name = 'openemr_name'");
    await apply({});
    expect(values()).toEqual(ORIGINAL);
  });

  test("may hold whatever a text may hold", async () => {
    const odd = {
      openemr_name: `O'Neill "x" \\' ; DROP TABLE globals; -- %s ? \${a} Ελληνικά 診療所 🩺`,
      rest_api: "",
      site_addr_oath: "0",
    };
    expect((await apply(odd)).code).toBe(0);
    expect(database.query("SELECT HEX(gl_value) FROM globals WHERE gl_name = 'openemr_name'")).toEqual([
      Buffer.from(odd.openemr_name).toString("hex").toUpperCase(),
    ]);
    expect((await apply(odd)).output).toContain("are as declared");
  });

  test("without any declared, nothing is made in the database", async () => {
    const writes = await writesDuring(async () => {
      expect(await apply({})).toEqual({ code: 0, output: "" });
    });
    expect(writes).toEqual([]);
    expect(database.query("SHOW TABLES")).toEqual(["globals"]);
  });
});

describe.each([
  ["7.0.3", VERSION_7],
  ["8.1", VERSION_8],
])("a secret setting, with OpenEMR's encryption of %s,", (_, version) => {
  beforeEach(() => {
    box.write("openemr/interface/globals.php", version);
  });

  /** What OpenEMR would read. */
  async function decrypted(): Promise<string> {
    box.write(
      "read.php",
      `<?php namespace Reader; ${CRYPTO} echo (new CryptoGen())->decryptStandard(stream_get_contents(STDIN));`,
    );
    const stored = values().SMTP_PASS as string;
    return (await box.run(`printf %s '${stored}' | php '${box.path("read.php")}'`, {}).exited).output;
  }

  test("is encrypted, written only when it changed, and given back", async () => {
    expect(await apply({ "secret SMTP_PASS": SECRET })).toEqual({
      code: 0,
      output: "settings: set SMTP_PASS\n",
    });
    const first = values().SMTP_PASS as string;
    expect(first).toMatch(/^006/);
    expect(await decrypted()).toBe(SECRET);
    const writes = await writesDuring(() => apply({ "secret SMTP_PASS": SECRET }));
    expect(writes).toEqual([]);
    expect(values().SMTP_PASS).toBe(first);
    await apply({ "secret SMTP_PASS": `${SECRET}-rotated` });
    expect(await decrypted()).toBe(`${SECRET}-rotated`);
    await apply({});
    expect(values()).toEqual(ORIGINAL);
    expect(database.log).toContain("SMTP_PASS");
    expect(database.log).not.toContain(SECRET);
  });
});

describe("a secret setting", () => {
  test("replaces what an administrator left there as plain text, which no statement quotes", async () => {
    database.query("UPDATE globals SET gl_value = 'former' WHERE gl_name = 'SMTP_PASS'");
    const before = database.log.length;
    await apply({ "secret SMTP_PASS": SECRET });
    await apply({});
    expect(values().SMTP_PASS).toBe("former");
    expect(database.log.slice(before)).not.toContain("former");
  });

  test.each([
    ["ends as OpenEMR 7.0.3 does when a query fails: with success, its callers' arguments printed", "exit;"],
    ["cannot be compiled", "this is no PHP"],
    [
      "throws, with the secret in its message",
      "eval('namespace OpenEMR\\Common\\Crypto; class CryptoGen { function cryptCheckStandard($v) { return false; }" +
        " function encryptStandard($v) { throw new \\Exception($v); } }');",
    ],
    [
      "does not encrypt",
      "eval('namespace OpenEMR\\Common\\Crypto; class CryptoGen { function encryptStandard($v) { return $v; }" +
        " function decryptStandard($v) { return $v; } function cryptCheckStandard($v) { return true; } }');",
    ],
    [
      "cannot decrypt what it encrypts",
      'eval(\'namespace OpenEMR\\Common\\Crypto; class CryptoGen { function encryptStandard($v) { return "006x"; }' +
        " function decryptStandard($v) { return false; } function cryptCheckStandard($v) { return true; } }');",
    ],
  ])("is not set, and nothing else is, where OpenEMR %s", async (_, code) => {
    box.write("openemr/interface/globals.php", openEmr(code));
    const exit = await apply({ rest_api: "1", "secret SMTP_PASS": SECRET });
    expect(exit.code).toBe(1);
    expect(exit.output).toMatch(/settings: \S/);
    expect(exit.output).not.toContain(SECRET);
    expect(values()).toEqual(ORIGINAL);
    expect(database.log).not.toContain(SECRET);
  });
});

describe("a declaration that cannot be kept is refused, whole and for good:", () => {
  const long = "v".repeat(256);
  const plain = (name: string) => JSON.stringify([{ name, value: "hushhush" }]);

  test("what is no declaration, before anything is done", async () => {
    const secret = services.keep(JSON.stringify({ text: SECRET }));
    const refusals: ReadonlyArray<readonly [declaration: string, message: string]> = [
      ["", "the declaration is no JSON"],
      ['[{"name": "rest_api", "value": "hushhush"', "the declaration is no JSON"],
      ["\u{feff}[]", "the declaration is no JSON"],
      ["{}", "the declaration is no list of settings"],
      ["null", "the declaration is no list of settings"],
      ['"hushhush"', "the declaration is no list of settings"],
      ['["hushhush"]', "entry 0 of the declaration is no setting"],
      ['[{"value": "hushhush"}]', "entry 0 of the declaration has no name"],
      ['[{"name": 1, "value": "hushhush"}]', "entry 0 of the declaration has no name"],
      [plain("9th"), '"9th" is no name of a setting'],
      [plain("rest_api\n"), "is no name of a setting"],
      [plain(long.slice(0, 64)), "is no name of a setting"],
      [plain(""), '"" is no name of a setting'],
      ['[{"name": "rest_api"}]', "rest_api is declared with neither"],
      ['[{"name": "rest_api", "value": 1}]', "rest_api is declared with neither"],
      ['[{"name": "a", "value": "hushhush", "encrypted": true}]', "or with both"],
      ['[{"name": "SMTP_PASS", "encrypted": true}]', "SMTP_PASS is declared without its secret and the key"],
      [
        '[{"name": "SMTP_PASS", "encrypted": true, "secret": "SECRET"}]',
        "SMTP_PASS is declared without its secret and the key",
      ],
      [
        '[{"name": "SMTP_PASS", "encrypted": true, "secret": ["SECRET"], "key": "text"}]',
        "SMTP_PASS is declared without its secret and the key",
      ],
      [
        '[{"name": "SMTP_PASS", "encrypted": true, "secret": "SECRET", "key": "other"}]',
        `the secret ${secret} has no text at the key other`,
      ],
      [
        `[{"name": "SMTP_PASS", "encrypted": true, "secret": "${services.keep("hushhush")}", "key": "text"}]`,
        "holds no JSON object",
      ],
      [
        '[{"name": "A", "encrypted": true, "secret": "SECRET", "key": "text"}, {"name": "A", "value": "hushhush"}]',
        "A is declared twice",
      ],
      ['[{"name": "A", "value": ""}, {"name": "A", "value": "hushhush"}]', "A is declared twice"],
    ];
    const exits = await Promise.all(
      refusals.map(([declaration]) => start(services.write(declaration.replaceAll("SECRET", secret)))),
    );
    for (const [i, { code, output }] of exits.entries()) {
      expect([i, code, output]).toEqual([i, 2, expect.stringContaining(refusals[i]![1])]);
      expect(output).toMatch(/^settings: /);
      expect(output).not.toContain("hushhush");
    }
    expect(values()).toEqual(ORIGINAL);
  });

  test("a value that is too long, beside a secret, where OpenEMR switches errors off while it encrypts", async () => {
    const connecting = VERSION_7.replaceAll("echo \\", "mysqli_report(MYSQLI_REPORT_OFF); echo \\");
    expect(connecting).not.toBe(VERSION_7);
    box.write("openemr/interface/globals.php", connecting);
    const exit = await apply({ rest_api: "1", site_addr_oath: long, [`${SECRETS}SMTP_PASS`]: SECRET });
    expect(exit.output).toContain("the value of site_addr_oath does not fit");
    expect(exit.code).toBe(2);
    expect(values()).toEqual(ORIGINAL);
  });

  test.each<[what: string, declared: Settings, message: string | RegExp]>([
    [
      "a secret that is empty",
      { [`${SECRETS}SMTP_PASS`]: "" },
      /the secret openemr-test-\d+ has no text at the key text/,
    ],
    [
      "a secret user that is empty",
      { [`${UNENCRYPTED}SMTP_USER`]: "" },
      /the secret openemr-test-\d+ has no text at the key text/,
    ],
    ["a value that is too long", { site_addr_oath: long }, "the value of site_addr_oath does not fit"],
    [
      "a secret value that is too long, kept as it is",
      { [`${UNENCRYPTED}SMTP_USER`]: long },
      "the value of SMTP_USER does not fit",
    ],
    [
      "a value that is too long, beside a secret",
      { site_addr_oath: long, [`${SECRETS}SMTP_PASS`]: SECRET },
      "the value of site_addr_oath does not fit",
    ],
  ])("%s", async (_, declared, message) => {
    const exit = await apply({ rest_api: "1", ...declared });
    expect(exit.code).toBe(2);
    expect(exit.output).toMatch(message);
    expect(exit.output).not.toContain(long);
    expect(values()).toEqual(ORIGINAL);
  });
});

describe("tasks that start at once", () => {
  test("do not disturb each other", async () => {
    const exits = await Promise.all(
      Array.from({ length: 8 }, () => apply({ rest_api: "1", "secret SMTP_PASS": SECRET, fresh: "1" })),
    );
    expect(exits.map(({ code }) => code)).toEqual(Array(8).fill(0));
    expect(exits.filter(({ output }) => output.includes("settings: set "))).toHaveLength(1);
    expect(values()).toMatchObject({ rest_api: "1", fresh: "1" });
    await apply({});
    expect(values()).toEqual(ORIGINAL);
  });

  test("of two deployments leave one of the two declarations whole, and no former value is lost", async () => {
    const old = { rest_api: "1", openemr_name: "old" };
    const young = { openemr_name: "young", site_addr_oath: "https://young.example" };
    const exits = await Promise.all(Array.from({ length: 8 }, (_, i) => apply(i % 2 ? old : young)));
    expect(exits.map(({ code }) => code)).toEqual(Array(8).fill(0));
    expect([old, young].map((one) => ({ ...ORIGINAL, ...one }))).toContainEqual(values());
    await apply({});
    expect(values()).toEqual(ORIGINAL);
  });
});

describe("what is declared", () => {
  const PLAIN = { rest_api: "1", portal_onsite_two_enable: "1" };

  /** Has a task wait for another, which has read what is declared by now, while something changes. */
  async function changeWhileWaiting(parameter: string, change: () => void): Promise<[Exit, Exit]> {
    const { reached, release } = services.hold();
    const first = start(parameter);
    await reached;
    const second = start(parameter);
    const waiting = "SELECT 1 FROM information_schema.processlist WHERE state = 'User lock'";
    await until(() => database.query(waiting).length === 1, "the second waits for the first");
    change();
    release();
    return Promise.all([first, second]);
  }

  test.each<[what: string, before: Settings, after: Settings]>([
    ["turned on", {}, PLAIN],
    ["turned off", PLAIN, {}],
  ])(
    "is read when it is a task's turn: settings %s while it waited for another",
    async (_, before, after) => {
      await apply(before);
      const parameter = services.write(declarationOf(before));
      const [first, second] = await changeWhileWaiting(parameter, () =>
        services.write(declarationOf(after), parameter),
      );
      const asBefore = Object.keys(before).length
        ? "settings: are as declared: portal_onsite_two_enable, rest_api\n"
        : "";
      expect(first).toEqual({ code: 0, output: asBefore });
      expect(second.code).toBe(0);
      expect(values()).toEqual({ ...ORIGINAL, ...after });
    },
  );

  test("is read when it is a task's turn: a secret that was rotated while it waited for another", async () => {
    const secret = services.keep(JSON.stringify({ user: "former", password: "p" }));
    const declared = [
      { name: "SMTP_USER", encrypted: false, secret, key: "user" },
      { name: "SMTP_PASS", encrypted: true, secret, key: "password" },
    ];
    const parameter = services.write(JSON.stringify(declared));
    await start(parameter);
    expect(values()).toMatchObject({ SMTP_USER: "former", SMTP_PASS: expect.stringMatching(/^006/) });
    const reads = services.secretsRead.length;
    const rotated = JSON.stringify({ user: "young", password: "p" });
    const exits = await changeWhileWaiting(parameter, () => services.keep(rotated, secret));
    expect(exits.map(({ code }) => code)).toEqual([0, 0]);
    expect(values().SMTP_USER).toBe("young");
    // Two settings of one secret are never of two versions of it.
    expect(services.secretsRead.slice(reads)).toEqual([secret, secret]);
  });

  test("may say more than a task of a former definition knows", async () => {
    const declared = [{ name: "rest_api", value: "1", since: "a later release" }];
    expect((await start(services.write(JSON.stringify(declared)))).code).toBe(0);
    expect(values().rest_api).toBe("1");
  });

  test.each<[what: string, parameter: string]>([
    ["is not named", ""],
    ["is named without its region", "/openemr-test/settings"],
    ["is a secret", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:settings"],
  ])("is refused for good where it %s", async (_, parameter) => {
    expect(await start(parameter)).toEqual({
      code: 2,
      output: `settings: SETTINGS_PARAMETER is no ARN of a parameter: "${parameter}"\n`,
    });
  });

  test("fails the run where it cannot be read, with AWS's reason, and is worth another try", async () => {
    const parameter = services.write(declarationOf(PLAIN));
    const message = "User: arn:aws:sts::123456789012:assumed-role/task/1 is not authorized";
    services.refusal = { status: 400, body: { __type: "AccessDeniedException", Message: message } };
    const { code, output } = await start(parameter);
    delete services.refusal;
    expect(code).toBe(1);
    expect(output).toBe(
      `settings: ${parameter} cannot be read: 127.0.0.1 answers 400 AccessDeniedException: ${message}\n`,
    );
    expect(values()).toEqual(ORIGINAL);
    expect((await start(parameter)).code).toBe(0);
  });

  test("fails the run where the parameter or the secret is not there", async () => {
    const parameter = services.write("[]");
    expect((await start(`${parameter}-gone`)).output).toContain("answers 400 ParameterNotFound");
    const declared = [{ name: "SMTP_PASS", encrypted: true, secret: "openemr-gone", key: "text" }];
    const { code, output } = await start(services.write(JSON.stringify(declared)));
    expect(code).toBe(1);
    expect(output).toContain(
      "the secret openemr-gone cannot be read: 127.0.0.1 answers 400 ResourceNotFound",
    );
  });

  test.each<[who: string, environment: Record<string, string>, message: string]>([
    [
      "for credentials",
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:1/v2/hushhush" },
      "the credentials of the task cannot be read: Failed to connect",
    ],
    ["for the parameter", { AWS_ENDPOINT_URL: "http://127.0.0.1:1" }, "cannot be read: Failed to connect"],
    [
      "because no role is there",
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: "" },
      "there are no credentials of a role in this task",
    ],
  ])("fails the run where nobody answers %s", async (_, environment, message) => {
    const { code, output } = await start(services.write("[]"), environment);
    expect(code).toBe(1);
    expect(output).toContain(message);
    expect(output).not.toContain("hushhush");
  });

  test("is not waited for without an end, and another task gets its turn", async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const stuck = start(services.write("[]"), { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
    const lock = `SELECT 1 WHERE IS_USED_LOCK('${OWN_TABLE}') IS NOT NULL`;
    await until(() => database.query(lock).length === 1, "it has the lock");
    expect(await apply(PLAIN)).toMatchObject({ code: 0 });
    expect(values()).toEqual({ ...ORIGINAL, ...PLAIN });
    const { code, output } = await stuck;
    silent.close();
    expect(code).toBe(1);
    expect(output).toMatch(/cannot be read: Operation timed out/);
  });

  test("is asked for in its region, and of nobody whose certificate no one vouches for", async () => {
    const authority = new TestAuthority();
    let requests = 0;
    const forger = createTlsServer(
      authority.certificate("DNS:ssm.eu-west-1.amazonaws.com"),
      (_, response) => {
        requests += 1;
        response.end(JSON.stringify({ Parameter: { Value: declarationOf(PLAIN) } }));
      },
    );
    await new Promise<void>((resolve) => forger.listen(0, "127.0.0.1", resolve));
    const proxy = new HttpProxy((forger.address() as AddressInfo).port);
    const between = { AWS_ENDPOINT_URL: "", https_proxy: await proxy.listen() };
    const { code, output } = await start(services.write("[]"), between);
    proxy.close();
    forger.close();
    authority.remove();
    expect(proxy.asked).toEqual(["ssm.eu-west-1.amazonaws.com:443"]);
    expect({ code, requests }).toEqual({ code: 1, requests: 0 });
    expect(output).toMatch(/cannot be read: SSL certificate problem/);
    expect(values()).toEqual(ORIGINAL);
  });

  test("is read with the credentials that ECS serves to the task", async () => {
    const proxy = new HttpProxy();
    await start(services.write("[]"), {
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials/1",
      http_proxy: await proxy.listen(),
    });
    proxy.close();
    expect(proxy.asked).toEqual(["http://169.254.170.2/v2/credentials/1"]);
  });
});

describe("the database", () => {
  test("that is away fails the run, and nothing is lost when it is back", async () => {
    await apply({ rest_api: "1" });
    await database.stop();
    const exit = await apply({ rest_api: "2" });
    expect(exit.code).toBe(1);
    expect(exit.output).toContain(`settings: no connection to 127.0.0.1:${database.port}`);
    await database.start();
    expect((await apply({ rest_api: "2" })).code).toBe(0);
    await apply({});
    expect(values()).toEqual(ORIGINAL);
  });

  test("that cannot prove who it is gets no password", async () => {
    const exit = await apply({ rest_api: "1" }, { DATABASE_CA: database.foreignAuthority });
    expect(exit.code).toBe(1);
    expect(exit.output).toMatch(/certificate verify failed/i);
    expect(values()).toEqual(ORIGINAL);
  });

  test("whose certificate is another's gets no password", async () => {
    box.write("openemr/sites/default/sqlconf.php", sqlconf("127.0.0.2", database.port));
    const exit = await apply({ rest_api: "1" });
    expect(exit.code).toBe(1);
    expect(exit.output).toMatch(/did not match expected|match/i);
    expect(values()).toEqual(ORIGINAL);
  });

  test("is not asked without a file that says who may vouch for it", async () => {
    const exit = await apply({ rest_api: "1" }, { DATABASE_CA: box.path("missing.pem") });
    expect(exit.code).toBe(1);
    expect(values()).toEqual(ORIGINAL);
  });

  test("that says it knows no TLS gets no password", async () => {
    const between = await withoutTls();
    box.write("openemr/sites/default/sqlconf.php", sqlconf("127.0.0.1", between.port));
    const exit = await apply({ rest_api: "1" });
    between.server.close();
    expect(exit.code).toBe(1);
    expect(exit.output).toContain("no connection to 127.0.0.1");
    expect(between.heard()).toBe(0);
    expect(values()).toEqual(ORIGINAL);
  });

  test("without OpenEMR's tables fails the run, with no value in the message", async () => {
    database.query("DROP TABLE globals");
    const exit = await apply({ openemr_name: "hushhush" });
    expect(exit).toEqual({
      code: 1,
      output: expect.stringMatching(
        /^settings: the database answers with error 1146 to: SELECT gl_value FROM globals /,
      ),
    });
    expect(exit.output).not.toContain("hushhush");
  });

  test("is not looked for anywhere else when OpenEMR's own file does not name it", async () => {
    box.write("openemr/sites/default/sqlconf.php", "<?php $host = '127.0.0.1';");
    const exit = await apply({ rest_api: "1" });
    expect(exit.code).toBe(1);
    expect(exit.output).toContain("OPENEMR_DATABASE does not name OpenEMR's database");
  });
});

/** Somebody in the middle who takes the server's offer of TLS (bit 11 of its capabilities) out of its greeting. */
async function withoutTls(): Promise<{ server: Server; port: number; heard: () => number }> {
  let bytes = 0;
  const server = createServer((client: Socket) => {
    const upstream = connect(database.port, "127.0.0.1");
    upstream.once("data", (greeting) => {
      const capabilities = greeting.indexOf(0, 5) + 1 + 4 + 8 + 1;
      greeting.writeUInt16LE(greeting.readUInt16LE(capabilities) & ~0x0800, capabilities);
      client.write(greeting);
      upstream.pipe(client);
    });
    client.on("data", (data) => {
      bytes += data.length;
      upstream.write(data);
    });
    client.on("close", () => upstream.destroy());
    client.on("error", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as { port: number }).port, heard: () => bytes };
}
