/** Requests of PHP, as OpenEMR makes them, while its database's user is rotated twice: none fails. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseServer, requirePrograms } from "../../application/container/database-server";
import { freePort } from "../../support/local-server";
import { prepareServer, RotationBox } from "./rotation-box";

/** As OpenEMR connects: it reads the file in each request, and keeps a verified connection for the next one. */
const PAGE = `<?php
include getenv('SITES') . '/default/sqlconf.php';
$connection = mysqli_init();
$connection->options(MYSQLI_OPT_SSL_VERIFY_SERVER_CERT, true);
$connection->ssl_set(null, null, getenv('AUTHORITY'), null, null);
// "localhost" would be a socket.
$connection->real_connect('p:127.0.0.1', $login, $pass, $dbase, (int) $port, null, MYSQLI_CLIENT_SSL);
usleep(random_int(0, 20000));
echo $connection->query('SELECT CURRENT_USER()')->fetch_row()[0];
`;
const WORKERS = 4;

const server = new DatabaseServer();
let box: RotationBox;
let php: ChildProcess;
let address: string;

beforeAll(async () => {
  requirePrograms();
  await prepareServer(server);
  box = new RotationBox(server);
  const root = join(box.folder, "..", `${box.folder.split("/").at(-1)}-pages`);
  mkdirSync(root);
  writeFileSync(join(root, "index.php"), PAGE);
  const port = await freePort();
  address = `http://127.0.0.1:${port}/`;
  php = spawn("php", ["-d", "mysqli.allow_persistent=1", "-S", `127.0.0.1:${port}`, "-t", root], {
    stdio: "ignore",
    detached: true,
    env: {
      PATH: process.env.PATH,
      SITES: box.folder,
      AUTHORITY: server.authority,
      PHP_CLI_SERVER_WORKERS: String(WORKERS),
    },
  });
}, 120_000);
afterAll(async () => {
  if (php?.pid) process.kill(-php.pid, "SIGKILL");
  box?.remove();
  await server.remove();
});

test("none fails, all work as the new user in the end, and the former one's connections are not cut", async () => {
  let goesOn = true;
  const users: string[] = [];
  const failures: string[] = [];
  const browse = async () => {
    while (goesOn) {
      const answer = await fetch(address).catch((error: Error) => error);
      const text = answer instanceof Response ? await answer.text() : String(answer.cause ?? answer);
      if (answer instanceof Response && answer.ok && /^openemr(_2)?@%$/.test(text)) users.push(text);
      else failures.push(text);
    }
  };
  const until = async (condition: () => boolean) => {
    for (const deadline = Date.now() + 20_000; !condition(); ) {
      if (Date.now() > deadline)
        throw new Error(`${users.length} requests, failures: ${failures.slice(0, 3)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  let isUp = false;
  const look = async () => {
    isUp = await fetch(address).then(
      (answer) => answer.ok,
      () => false,
    );
    if (!isUp && goesOn) setTimeout(look, 50);
  };
  void look();
  await until(() => isUp);
  const people = Array.from({ length: WORKERS }, browse);
  await until(() => users.length > 50);
  expect(new Set(users)).toEqual(new Set(["openemr@%"]));

  const turns = [];
  for (const version of ["second", "third"]) {
    await box.rotate(version, box.rotation({ quietSeconds: 2, patienceSeconds: 30 }));
    const seen = users.length;
    await until(() => users.length > seen + 50);
    turns.push([...new Set(users.slice(seen + WORKERS))]);
  }
  goesOn = false;
  await Promise.all(people);
  expect(failures).toEqual([]);
  expect(turns).toEqual([["openemr_2@%"], ["openemr@%"]]);
  expect(users.length).toBeGreaterThan(300);
}, 120_000);
