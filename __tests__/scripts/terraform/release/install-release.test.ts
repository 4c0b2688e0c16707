import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { createServer, type Server } from "node:https";
import path from "node:path";
import { text } from "node:stream/consumers";
import { strToU8, zipSync } from "fflate";
import { FINGERPRINT, PUBLIC_KEY } from "../../../../scripts/terraform/release/signing-key";
import { PLATFORMS, type Release, releaseFor } from "../../../../scripts/terraform/release/terraform-release";
import { listen, portOf } from "../../../support/local-server";
import { temporaryFolder } from "../../../support/stand-in";
import { TestAuthority } from "../../../support/test-authority";

const NAME = "terraform_1.0.0_linux_amd64.zip";
const archive = zipSync({
  "LICENSE.txt": strToU8("text"),
  terraform: strToU8("#!/bin/sh\necho it runs\n"),
});
const sha256 = createHash("sha256").update(archive).digest("hex");
const sums = strToU8(`${sha256}  ${NAME}\n${"1".repeat(64)}  terraform_1.0.0_linux_arm64.zip\n`);
const others = strToU8(`${"2".repeat(64)}  ${NAME}\n`);

const folder = temporaryFolder();
const authority = new TestAuthority();
afterAll(() => authority.remove());

/** Folders of the server, each with a release that is right but for one thing. */
const served: Record<string, Record<string, Uint8Array>> = {};
let server: Server;
let keys: { publicKey: string; privateKey: string };

beforeAll(async () => {
  const { createMessage, generateKey, readPrivateKey, reformatKey, sign } = await import("openpgp");
  const userIDs = [{ name: "Releases" }];
  keys = await generateKey({ userIDs, type: "curve25519", format: "armored", date: new Date("2021-04-19") });
  const signed = async (content: Uint8Array) =>
    (await sign({
      message: await createMessage({ binary: content }),
      signingKeys: await readPrivateKey({ armoredKey: keys.privateKey }),
      detached: true,
      date: new Date("2025-04-09"),
      format: "binary",
    })) as Uint8Array;
  const signatures = { right: await signed(sums), elsewhere: await signed(others) };
  // As HashiCorp's, the key was renewed after it had signed.
  keys = await reformatKey({
    privateKey: await readPrivateKey({ armoredKey: keys.privateKey }),
    userIDs,
    format: "armored",
    date: new Date("2026-03-01"),
  });
  const right = { [NAME]: archive, SUMS: sums, "SUMS.sig": signatures.right };
  Object.assign(served, {
    right,
    exchanged: { ...right, [NAME]: zipSync({ terraform: strToU8("another one") }) },
    unsigned: { ...right, "SUMS.sig": strToU8("nothing") },
    changed: { ...right, SUMS: strToU8(`${new TextDecoder().decode(sums)}\n`) },
    elsewhere: { ...right, SUMS: others, "SUMS.sig": signatures.elsewhere },
    missing: { [NAME]: archive, SUMS: sums },
  });
  server = createServer(authority.certificate("IP:127.0.0.1"), ({ url }, response) => {
    const [, where, file] = url!.split("/");
    if (where === "truncated") {
      response.writeHead(200, { "content-length": archive.length }).write(archive.subarray(0, 100));
      response.destroy();
      return;
    }
    const content = served[where!]?.[file!];
    response.writeHead(content ? 200 : 404).end(content);
  });
  await listen(server);
});
afterAll(() => {
  server.close();
});

function releaseAt(where: string): Release {
  const base = `https://127.0.0.1:${portOf(server)}/${where}`;
  return { url: `${base}/${NAME}`, sha256, checksumsUrl: `${base}/SUMS` };
}

/** The outcome of each attempt, in a process that trusts the server. */
async function install(
  attempts: ReadonlyArray<{ release: Release; folder: string; key?: string }>,
): Promise<string[]> {
  const script = path.join(__dirname, "install-each.ts");
  const child = spawn(process.execPath, ["--require", "tsx/cjs", script, JSON.stringify(attempts)], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: authority.file, HTTPS_PROXY: "", https_proxy: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(await text(child.stdout)) as string[];
}

test("only what was released is installed", async () => {
  const names = ["right", "exchanged", "truncated", "unsigned", "changed", "elsewhere", "missing"];
  const outcomes = await install([
    ...names.map((name) => ({
      release: releaseAt(name),
      folder: path.join(folder, name),
      key: keys.publicKey,
    })),
    { release: releaseAt("right"), folder: path.join(folder, "other key") },
  ]);
  const [right, exchanged, truncated, unsigned, changed, elsewhere, missing, otherKey] = outcomes;
  expect(right).toBe(path.join(folder, "right", "terraform"));
  expect(spawnSync(right!, { encoding: "utf8" }).stdout).toBe("it runs\n");
  expect(readdirSync(path.join(folder, "right"))).toEqual(["terraform"]);

  expect(exchanged).toMatch(
    new RegExp(
      `^UserError: .*has the SHA-256 [0-9a-f]{64}, but must have ${sha256}\\. .*nothing was installed`,
    ),
  );
  expect(truncated).toMatch(/^UserError: .*truncated.* cannot be fetched: .*Run the command again later/);
  expect(unsigned).toMatch(/^UserError: .*SUMS is not signed by HashiCorp's key: .*nothing was installed/);
  expect(changed).toMatch(/^UserError: .*SUMS is not signed by HashiCorp's key: .*nothing was installed/);
  expect(elsewhere).toMatch(/^UserError: .*SUMS is signed, but has no line .*nothing was installed/);
  expect(missing).toMatch(/^UserError: .*SUMS\.sig: the server answered 404/);
  // The key in this project is HashiCorp's, which signed nothing here.
  expect(otherKey).toMatch(/^UserError: .*SUMS is not signed by HashiCorp's key: /);
  for (const name of [...names.slice(1), "other key"])
    expect(existsSync(path.join(folder, name))).toBe(false);
});

test("a server that is not there is said", async () => {
  const [outcome] = await install([
    { release: { ...releaseAt("right"), url: "https://localhost:1/x" }, folder },
  ]);
  expect(outcome).toMatch(/^UserError: .*cannot be fetched/);
});

test("HashiCorp's key is the one that HashiCorp names, and is valid for years", async () => {
  const { readKey } = await import("openpgp");
  const key = await readKey({ armoredKey: PUBLIC_KEY });
  expect(key.getFingerprint()).toBe(FINGERPRINT);
  expect(key.getUserIDs()).toEqual(["HashiCorp Security (hashicorp.com/security) <security@hashicorp.com>"]);
  expect(await key.getExpirationTime()).toEqual(new Date("2030-03-01T23:14:24Z"));
});

test("every platform has a checksum of its own", () => {
  const releases = PLATFORMS.map((platform) =>
    releaseFor(...(platform.split("-") as [string, string]), "https://x/"),
  );
  expect(new Set(releases.map((release) => release?.sha256)).size).toBe(PLATFORMS.length);
  for (const release of releases) {
    expect(release).toEqual({
      url: expect.stringMatching(
        /^https:\/\/x\/terraform\/(\d+\.\d+\.\d+)\/terraform_\1_(linux|darwin)_(amd|arm)64\.zip$/,
      ),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      checksumsUrl: expect.stringMatching(
        /^https:\/\/x\/terraform\/(\d+\.\d+\.\d+)\/terraform_\1_SHA256SUMS$/,
      ),
    });
  }
  expect(releaseFor("sunos", "x64", "https://x")).toBeUndefined();
});
