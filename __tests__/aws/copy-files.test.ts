import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { type EmulatedAws, startMoto } from "./support/moto";

const SCRIPT = readFileSync(path.join(__dirname, "../../src/analytics/container/copy-files.sh"), "utf8");

/** Version 1 of the CLI lacks these options of version 2, which is in the image; they are about progress only. */
const WITHOUT_PROGRESS = `#!/bin/bash
args=()
while (($#)); do
  case $1 in
    --progress-multiline) ;;
    --progress-frequency) shift ;;
    *) args+=("$1") ;;
  esac
  shift
done
exec REAL "\${args[@]}"
`;

let aws: EmulatedAws;
let s3: S3Client;
const folder = mkdtempSync(path.join(tmpdir(), "copy-files-"));
const sites = path.join(folder, "sites");
const put = (file: string | Buffer) =>
  writeFileSync(Buffer.concat([Buffer.from(`${sites}/`), Buffer.from(file)]), "x");

beforeAll(async () => {
  aws = await startMoto();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  s3 = new S3Client({ region: "us-east-1", endpoint: aws.url, forcePathStyle: true, credentials });
  await s3.send(new CreateBucketCommand({ Bucket: "copy-of-files" }));
  const real = spawnSync("sh", ["-c", "command -v aws"], { encoding: "utf8" }).stdout.trim();
  writeFileSync(path.join(folder, "aws"), WITHOUT_PROGRESS.replace("REAL", real));
  chmodSync(path.join(folder, "aws"), 0o755);
  mkdirSync(path.join(sites, "default/documents"), { recursive: true });
  for (const file of ["default/sqlconf.php", "default/documents/a.pdf", "default/documents/b.pdf"]) put(file);
});
afterAll(async () => {
  s3?.destroy();
  await aws?.stop();
  rmSync(folder, { recursive: true });
});

function copy() {
  const args = ["copy-files.sh", sites, "s3://copy-of-files/sites", "--exclude", "*/sqlconf.php", "--delete"];
  const { status, stdout, stderr } = spawnSync("/bin/bash", ["-c", SCRIPT, ...args], {
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: `${folder}:${process.env.PATH}`,
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_DEFAULT_REGION: "us-east-1",
    },
  });
  return { status, said: stdout + stderr };
}

async function copied(): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: "copy-of-files" }));
  return Contents.map(({ Key }) => Key!.replace("sites/default/documents/", ""));
}

it("the real CLI copies first, then deletes, and never from a source without a site", async () => {
  expect(copy()).toMatchObject({ status: 0 });
  expect(await copied()).toEqual(["a.pdf", "b.pdf"]);

  rmSync(path.join(sites, "default/documents/b.pdf"));
  put("default/documents/c.pdf");
  put(Buffer.from("default/documents/M\xfcller.pdf", "latin1"));
  const { status, said } = copy();
  expect(status).toBe(3);
  expect(said).toContain("ller.pdf");
  expect(await copied()).toEqual(["a.pdf", "c.pdf"]);

  renameSync(path.join(sites, "default"), path.join(folder, "elsewhere"));
  expect(copy()).toMatchObject({ status: 5 });
  expect(await copied()).toEqual(["a.pdf", "c.pdf"]);
}, 120_000);
