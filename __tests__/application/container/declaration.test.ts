/** The declaration of settings: where it is read, when, and which ones are refused. */
import { createServer as createTlsServer } from "node:https";
import { createServer } from "node:net";
import { listen } from "../../support/local-server";
import { TestAuthority } from "../../support/test-authority";
import { VERSION_7 } from "./openemr-stand-in";
import { type Exit, until } from "./sandbox";
import {
  ORIGINAL,
  OWN_TABLE,
  SECRET,
  SECRETS,
  type Settings,
  SettingsRun,
  UNENCRYPTED,
} from "./settings-run";
import { HttpProxy } from "./task-services";

const run = new SettingsRun();

describe("a declaration that cannot be kept is refused, whole and for good:", () => {
  const long = "v".repeat(256);
  const plain = (name: string) => JSON.stringify([{ name, value: "hushhush" }]);

  test("what is no declaration, before anything is done", async () => {
    const secret = run.services.keep(JSON.stringify({ text: SECRET }));
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
        `[{"name": "SMTP_PASS", "encrypted": true, "secret": "${run.services.keep("hushhush")}", "key": "text"}]`,
        "holds no JSON object",
      ],
      [
        '[{"name": "A", "encrypted": true, "secret": "SECRET", "key": "text"}, {"name": "A", "value": "hushhush"}]',
        "A is declared twice",
      ],
      ['[{"name": "A", "value": ""}, {"name": "A", "value": "hushhush"}]', "A is declared twice"],
    ];
    const exits = await Promise.all(
      refusals.map(([declaration]) =>
        run.start(run.services.write(declaration.replaceAll("SECRET", secret))),
      ),
    );
    for (const [i, { code, output }] of exits.entries()) {
      expect([i, code, output]).toEqual([i, 2, expect.stringContaining(refusals[i]![1])]);
      expect(output).toMatch(/^settings: /);
      expect(output).not.toContain("hushhush");
    }
    expect(run.values()).toEqual(ORIGINAL);
  });

  test("a value that is too long, beside a secret, where OpenEMR switches errors off while it encrypts", async () => {
    const connecting = VERSION_7.replaceAll("echo \\", "mysqli_report(MYSQLI_REPORT_OFF); echo \\");
    expect(connecting).not.toBe(VERSION_7);
    run.box.write("openemr/interface/globals.php", connecting);
    const exit = await run.apply({ rest_api: "1", site_addr_oath: long, [`${SECRETS}SMTP_PASS`]: SECRET });
    expect(exit.output).toContain("the value of site_addr_oath does not fit");
    expect(exit.code).toBe(2);
    expect(run.values()).toEqual(ORIGINAL);
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
    const exit = await run.apply({ rest_api: "1", ...declared });
    expect(exit.code).toBe(2);
    expect(exit.output).toMatch(message);
    expect(exit.output).not.toContain(long);
    expect(run.values()).toEqual(ORIGINAL);
  });
});

describe("what is declared", () => {
  const PLAIN = { rest_api: "1", portal_onsite_two_enable: "1" };

  /** Has a task wait for another, which has read what is declared by now, while something changes. */
  async function changeWhileWaiting(parameter: string, change: () => void): Promise<[Exit, Exit]> {
    const { reached, release } = run.services.hold();
    const first = run.start(parameter);
    await reached;
    const second = run.start(parameter);
    const waiting = "SELECT 1 FROM information_schema.processlist WHERE state = 'User lock'";
    await until(() => run.database.query(waiting).length === 1, "the second waits for the first");
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
      await run.apply(before);
      const parameter = run.services.write(run.declarationOf(before));
      const [first, second] = await changeWhileWaiting(parameter, () =>
        run.services.write(run.declarationOf(after), parameter),
      );
      const asBefore = Object.keys(before).length
        ? "settings: are as declared: portal_onsite_two_enable, rest_api\n"
        : "";
      expect(first).toEqual({ code: 0, output: asBefore });
      expect(second.code).toBe(0);
      expect(run.values()).toEqual({ ...ORIGINAL, ...after });
    },
  );

  test("is read when it is a task's turn: a secret that was rotated while it waited for another", async () => {
    const secret = run.services.keep(JSON.stringify({ user: "former", password: "p" }));
    const declared = [
      { name: "SMTP_USER", encrypted: false, secret, key: "user" },
      { name: "SMTP_PASS", encrypted: true, secret, key: "password" },
    ];
    const parameter = run.services.write(JSON.stringify(declared));
    await run.start(parameter);
    expect(run.values()).toMatchObject({ SMTP_USER: "former", SMTP_PASS: expect.stringMatching(/^006/) });
    const reads = run.services.secretsRead.length;
    const rotated = JSON.stringify({ user: "young", password: "p" });
    const exits = await changeWhileWaiting(parameter, () => run.services.keep(rotated, secret));
    expect(exits.map(({ code }) => code)).toEqual([0, 0]);
    expect(run.values().SMTP_USER).toBe("young");
    // Two settings of one secret are never of two versions of it.
    expect(run.services.secretsRead.slice(reads)).toEqual([secret, secret]);
  });

  test("may say more than a task of a former definition knows", async () => {
    const declared = [{ name: "rest_api", value: "1", since: "a later release" }];
    expect((await run.start(run.services.write(JSON.stringify(declared)))).code).toBe(0);
    expect(run.values().rest_api).toBe("1");
  });

  test.each<[what: string, parameter: string]>([
    ["is not named", ""],
    ["is named without its region", "/openemr-test/settings"],
    ["is a secret", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:settings"],
  ])("is refused for good where it %s", async (_, parameter) => {
    expect(await run.start(parameter)).toEqual({
      code: 2,
      output: `settings: SETTINGS_PARAMETER is no ARN of a parameter: "${parameter}"\n`,
    });
  });

  test("fails the run where it cannot be read, with AWS's reason, and is worth another try", async () => {
    const parameter = run.services.write(run.declarationOf(PLAIN));
    const message = "User: arn:aws:sts::123456789012:assumed-role/task/1 is not authorized";
    run.services.refusal = { status: 400, body: { __type: "AccessDeniedException", Message: message } };
    const { code, output } = await run.start(parameter);
    delete run.services.refusal;
    expect(code).toBe(1);
    expect(output).toBe(
      `settings: ${parameter} cannot be read: 127.0.0.1 answers 400 AccessDeniedException: ${message}\n`,
    );
    expect(run.values()).toEqual(ORIGINAL);
    expect((await run.start(parameter)).code).toBe(0);
  });

  test("fails the run where the parameter or the secret is not there", async () => {
    const parameter = run.services.write("[]");
    expect((await run.start(`${parameter}-gone`)).output).toContain("answers 400 ParameterNotFound");
    const declared = [{ name: "SMTP_PASS", encrypted: true, secret: "openemr-gone", key: "text" }];
    const { code, output } = await run.start(run.services.write(JSON.stringify(declared)));
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
    const { code, output } = await run.start(run.services.write("[]"), environment);
    expect(code).toBe(1);
    expect(output).toContain(message);
    expect(output).not.toContain("hushhush");
  });

  test("is not waited for without an end, and another task gets its turn", async () => {
    const silent = createServer(() => {});
    const port = await listen(silent);
    const stuck = run.start(run.services.write("[]"), { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
    const lock = `SELECT 1 WHERE IS_USED_LOCK('${OWN_TABLE}') IS NOT NULL`;
    await until(() => run.database.query(lock).length === 1, "it has the lock");
    expect(await run.apply(PLAIN)).toMatchObject({ code: 0 });
    expect(run.values()).toEqual({ ...ORIGINAL, ...PLAIN });
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
        response.end(JSON.stringify({ Parameter: { Value: run.declarationOf(PLAIN) } }));
      },
    );
    const proxy = new HttpProxy(await listen(forger));
    const between = { AWS_ENDPOINT_URL: "", https_proxy: await proxy.listen() };
    const { code, output } = await run.start(run.services.write("[]"), between);
    proxy.close();
    forger.close();
    authority.remove();
    expect(proxy.asked).toEqual(["ssm.eu-west-1.amazonaws.com:443"]);
    expect({ code, requests }).toEqual({ code: 1, requests: 0 });
    expect(output).toMatch(/cannot be read: SSL certificate problem/);
    expect(run.values()).toEqual(ORIGINAL);
  });

  test("is read with the credentials that ECS serves to the task", async () => {
    const proxy = new HttpProxy();
    await run.start(run.services.write("[]"), {
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials/1",
      http_proxy: await proxy.listen(),
    });
    proxy.close();
    expect(proxy.asked).toEqual(["http://169.254.170.2/v2/credentials/1"]);
  });
});
