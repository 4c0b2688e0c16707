/** `npm run rotate -- <environment> administrator`: its script in a container of the image, by OpenEMR's own hashing. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AdministratorSecret } from "../scripts/procedures/support/administrator-secret";
import type { Container } from "./support/container";
import { type Image, images } from "./support/files";
import { ADMINISTRATOR, Installation, OPENEMR_USER } from "./support/installation";

const SCRIPT = readFileSync(join(__dirname, "../../scripts/procedures/rotate/administrator.sh"), "utf8");

const installation = new Installation();
const secret = new AdministratorSecret();
beforeAll(async () => {
  await installation.open();
  await secret.start();
  await installation.lead(secret.port);
});
afterAll(async () => {
  secret.stop();
  await installation.close();
});

const query = (sql: string) => installation.database.query(sql);
const stored = () => query(`SELECT password FROM users_secure WHERE username = '${ADMINISTRATOR.user}'`)[0]!;

describe.each(images())("OpenEMR $version", (image: Image) => {
  let task: Container;
  beforeAll(async () => {
    await installation.beInstalled(image);
    task = await installation.start(image);
    await task.says("state: serving");
  });
  beforeEach(() => secret.reset(ADMINISTRATOR.user, secret.password("AWSCURRENT") ?? ADMINISTRATOR.password));
  afterAll(() => {
    secret.versions.clear();
  });

  /** Runs the script with what the maintenance task gets. */
  const rotate = () =>
    task.run(SCRIPT, {
      ...secret.environment("aws.test"),
      ...{ MYSQL_USER: OPENEMR_USER.user, MYSQL_PASS: OPENEMR_USER.password },
    });

  /** Signs in by OpenEMR's own page. @returns whether OpenEMR took it */
  function signIn(password: string): boolean {
    const form = `new_login_session_management=1&languageChoice=1&authUser=${ADMINISTRATOR.user}&clearPass=${password}`;
    const path = "/interface/main/main_screen.php?auth=login&site=default";
    const { headers, body } = task.get(path, "--data", form);
    return /tabs\/main\.php/.test(headers + body);
  }

  const ways = [
    { as: "OpenEMR is installed", globals: {}, hash: /^\$2y\$1[0-9]\$/ },
    {
      as: "bcrypt with another cost",
      globals: { gbl_auth_hash_algo: "BCRYPT", gbl_auth_bcrypt_hash_cost: "6" },
      hash: /^\$2y\$06\$/,
    },
    {
      as: "SHA-512",
      globals: { gbl_auth_hash_algo: "SHA512HASH", gbl_auth_sha512_rounds: "150000" },
      hash: /^\$6\$rounds=150000\$/,
    },
    {
      as: "Argon2",
      globals: { gbl_auth_hash_algo: "ARGON2ID", gbl_auth_argon_hash_time_cost: "5" },
      hash: /^\$argon2id\$v=19\$m=65536,t=5,/,
    },
  ];

  test.each(ways)("the new password signs in, hashed as set: $as", async ({ globals, hash }) => {
    for (const [name, value] of Object.entries(globals))
      query(`UPDATE globals SET gl_value = '${value}' WHERE gl_name = '${name}'`);
    const before = { hash: stored(), password: secret.password("AWSCURRENT")! };
    // Too many wrong tries have locked the account.
    query(
      `UPDATE users_secure SET login_fail_counter = 50, last_login_fail = NOW() WHERE username = '${ADMINISTRATOR.user}'`,
    );
    expect(signIn(before.password)).toBe(false);

    const { code, output } = await rotate();
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringMatching(/^admin has a new password, in OpenEMR and in the secret$/m),
    });
    const password = secret.password("AWSCURRENT")!;
    expect(stored()).toMatch(hash);
    const hashed = stored();
    expect(signIn(before.password)).toBe(false);
    expect(signIn(password)).toBe(true);
    // OpenEMR hashes anew at a sign-in what is not hashed as it is set.
    expect(stored()).toBe(hashed);
    expect(query("SELECT password_history1 FROM users_secure WHERE id = 1")).toEqual([before.hash]);
    expect(task.output + output).not.toContain(password);
  });
});
