import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { zipFile } from "../../src/aws/zip-file";

const folder = mkdtempSync(path.join(tmpdir(), "zip-file-"));
const source = path.join(folder, "index.js");
const archive = path.join(folder, "deep", "function.zip");
const zone = process.env.TZ;

beforeEach(() => writeFileSync(source, "exports.handler = () => 'ö';\n".repeat(100)));
afterAll(() => {
  process.env.TZ = zone;
  rmSync(folder, { recursive: true });
});

const unzip = (...args: string[]) => execFileSync("unzip", [...args, archive], { encoding: "utf8" });

test("an archive has the file, and everybody may read it", () => {
  chmodSync(source, 0o600);
  zipFile(source, archive);
  expect(unzip("-t")).toContain("No errors");
  expect(unzip("-p")).toBe(readFileSync(source, "utf8"));
  expect(unzip("-Z")).toMatch(/^-rw-r--r-- .* 80-Jan-01 00:00 index\.js$/m);
});

test("its bytes follow only from the file's: not from a clock, a zone, a mode or how Node.js compresses", () => {
  const digests = ["Pacific/Auckland", "America/Los_Angeles", "UTC"].map((tz, run) => {
    process.env.TZ = tz;
    chmodSync(source, 0o600 + run);
    return zipFile(source, archive);
  });
  expect(new Set(digests).size).toBe(1);
  expect(readFileSync(archive).includes(readFileSync(source))).toBe(true);
  expect(digests[0]).toBe(
    execFileSync("openssl", ["dgst", "-sha256", "-binary", archive]).toString("base64"),
  );
});
