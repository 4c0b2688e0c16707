import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { strToU8, zipSync } from "fflate";
import { installRelease } from "../../../../scripts/ci/lib/install-release";
import { PLATFORMS, releaseFor } from "../../../../scripts/ci/lib/terraform-release";
import { temporaryFolder } from "../../../support/stand-in";

/** With the mode of a program, as Unix keeps it. */
const executable = { os: 3, attrs: (0o100755 << 16) >>> 0 };
const archive = zipSync({
  "LICENSE.txt": strToU8("text"),
  terraform: [strToU8("#!/bin/sh\necho it runs\n"), executable],
});
const sha256 = createHash("sha256").update(archive).digest("hex");
const server = createServer((request, response) => {
  response.writeHead(request.url === "/terraform.zip" ? 200 : 404).end(archive);
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/terraform.zip`;
});
afterAll(() => {
  server.close();
});
const folder = temporaryFolder();

test("what has the right checksum is installed, and nothing beside it", async () => {
  const target = path.join(folder, "right");
  await installRelease({ url, sha256 }, target);
  expect(readdirSync(target)).toEqual(["terraform"]);
  expect(spawnSync(path.join(target, "terraform"), { encoding: "utf8" }).stdout).toBe("it runs\n");
});

test("what has another checksum is not", async () => {
  const target = path.join(folder, "wrong");
  const other = "0".repeat(64);
  await expect(installRelease({ url, sha256: other }, target)).rejects.toThrow(
    `has the SHA-256 ${sha256}, but must have ${other}. It is not what was released: nothing was installed.`,
  );
  expect(existsSync(target)).toBe(false);
});

test("a server that has it not, or none at all, is said", async () => {
  await expect(installRelease({ url: `${url}.zip`, sha256 }, folder)).rejects.toThrow(
    "the server answered 404",
  );
  const nowhere = "http://127.0.0.1:1/terraform.zip";
  await expect(installRelease({ url: nowhere, sha256 }, folder)).rejects.toThrow("cannot be fetched");
});

test("every platform has a checksum of its own", () => {
  const releases = PLATFORMS.map((platform) =>
    releaseFor(...(platform.split("-") as [string, string]), "https://x"),
  );
  expect(new Set(releases.map((release) => release?.sha256)).size).toBe(PLATFORMS.length);
  for (const release of releases) {
    expect(release).toEqual({
      url: expect.stringMatching(
        /^https:\/\/x\/terraform\/(\d+\.\d+\.\d+)\/terraform_\1_linux_[a-z0-9]+\.zip$/,
      ),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  }
  expect(releaseFor("darwin", "arm64", "https://x")).toBeUndefined();
});
