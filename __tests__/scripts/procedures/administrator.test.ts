import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AdministratorBox } from "./support/administrator-box";

/**
 * Stands for OpenEMR's `src/Common/Auth/AuthHash.php`. It was compared with the text of upstream's file only, read on
 * 2026-11-30: the algorithm, the cost of bcrypt and the rounds of SHA-512 come from the globals in the same way. Left
 * out are Argon2 and hashes from before OpenEMR 5. `__tests__/image/administrator.test.ts` runs OpenEMR's own class.
 */
const AUTH_HASH = `<?php
namespace OpenEMR\\Common\\Auth;
class AuthHash {
    public function passwordHash(&$password) {
        if ($GLOBALS['gbl_auth_hash_algo'] === 'SHA512HASH') return crypt($password, '$6$rounds=' . $GLOBALS['gbl_auth_sha512_rounds'] . '$saltsaltsaltsalt$');
        $cost = $GLOBALS['gbl_auth_bcrypt_hash_cost'];
        return password_hash($password, PASSWORD_BCRYPT, $cost === 'DEFAULT' ? [] : ['cost' => $cost]);
    }
    public static function passwordVerify(&$password, $hash): bool {
        return str_starts_with($hash, '$6$') ? crypt($password, $hash) === $hash : password_verify($password, $hash);
    }
}
`;

const box = new AdministratorBox();
let openemr: string;

beforeAll(async () => {
  await box.start();
  openemr = mkdtempSync(path.join(tmpdir(), "openemr-code-"));
  mkdirSync(path.join(openemr, "vendor"));
  writeFileSync(path.join(openemr, "vendor/autoload.php"), AUTH_HASH);
  // The columns of OpenEMR's sql/database.sql that this is about.
  box.database.query(
    `CREATE TABLE globals (gl_name VARCHAR(63), gl_value TEXT);
     CREATE TABLE users_secure (id BIGINT PRIMARY KEY, username VARCHAR(255), password VARCHAR(255), last_update_password DATETIME,
       password_history1 VARCHAR(255), password_history2 VARCHAR(255), password_history3 VARCHAR(255), password_history4 VARCHAR(255),
       login_fail_counter INT, last_login_fail DATETIME, auto_block_emailed TINYINT);`,
  );
}, 120_000);
afterAll(async () => {
  await box.stop();
  rmSync(openemr, { recursive: true });
});

beforeEach(() => {
  box.secret.reset("admin", "theFirst123");
  box.database.query(
    `DELETE FROM globals; DELETE FROM users_secure;
     INSERT INTO globals VALUES ('gbl_auth_hash_algo', 'DEFAULT'), ('gbl_auth_bcrypt_hash_cost', '5');
     INSERT INTO users_secure VALUES (1, 'admin', '$2y$05$former', NULL, 'one', 'two', 'three', 'four', 9, NOW(), 1), (2, 'jane', 'hers', NULL, '', '', '', '', 0, NULL, 0);`,
  );
});

const row = (user: string) =>
  box.database
    .query(
      `SELECT password, password_history1, password_history4, login_fail_counter FROM users_secure WHERE username = '${user}'`,
    )[0]!
    .split("\t");

function verifies(password: string | undefined, hash: string): boolean {
  const code =
    "exit(password_verify(getenv('P'), getenv('H')) || crypt(getenv('P'), getenv('H')) === getenv('H') ? 0 : 1);";
  return (
    spawnSync("php", ["-r", code], { env: { PATH: process.env.PATH, P: password, H: hash } }).status === 0
  );
}

test("OpenEMR and the secret have one new password, the former is in the history, and nothing prints it", async () => {
  const { status, said } = await box.run(openemr);
  expect({ status, said }).toEqual({
    status: 0,
    said: "admin has a new password, in OpenEMR and in the secret",
  });
  const password = box.secret.password("AWSCURRENT")!;
  expect(password).toMatch(/^[A-Za-z0-9_-]{32}$/);
  // OpenEMR can be set to ask for all four kinds.
  for (const kind of [/[A-Z]/, /[a-z]/, /[0-9]/, /[_-]/]) expect(password).toMatch(kind);
  const [hash, history, oldest, failures] = row("admin");
  expect(hash).toMatch(/^\$2y\$05\$/);
  expect(verifies(password, hash!)).toBe(true);
  expect([history, oldest, failures]).toEqual(["$2y$05$former", "three", "0"]);
  expect([...box.secret.versions.values()].map(({ stages }) => stages)).toEqual([
    ["AWSPREVIOUS"],
    ["AWSCURRENT"],
  ]);
  expect(row("jane")[0]).toBe("hers");
  expect(box.database.log).not.toContain(password);
});

test("hashes as OpenEMR's administration has set it", async () => {
  box.database.query("UPDATE globals SET gl_value = 'SHA512HASH' WHERE gl_name = 'gbl_auth_hash_algo'");
  expect((await box.run(openemr)).status).toBe(0);
  expect(row("admin")[0]).toMatch(/^\$6\$rounds=100000\$/);
  expect(verifies(box.secret.password("AWSCURRENT"), row("admin")[0]!)).toBe(true);
});

test.each(["GetSecretValue", "DescribeSecret", "PutSecretValue", "UpdateSecretVersionStage"])(
  "where Secrets Manager fails at %s, the next run ends with one password in both",
  async (action) => {
    box.secret.failing = action;
    const failed = await box.run(openemr);
    expect(failed).toEqual({ status: 1, said: `Secrets Manager refuses ${action}: InternalServiceError` });
    const pending = box.secret.password("AWSPENDING");
    expect((await box.run(openemr)).status).toBe(0);
    if (pending) expect(box.secret.password("AWSCURRENT")).toBe(pending);
    expect(verifies(box.secret.password("AWSCURRENT"), row("admin")[0]!)).toBe(true);
    expect(row("admin")[1]).toBe("$2y$05$former");
  },
);

test("a user that is not there is told of, and the secret stays as it was", async () => {
  box.database.query("UPDATE users_secure SET username = 'chief' WHERE id = 1");
  expect(await box.run(openemr)).toEqual({
    status: 1,
    said: "OpenEMR has no user admin, so nothing was changed. The secret names the first administrator",
  });
  expect(box.secret.password("AWSCURRENT")).toBe("theFirst123");
});
