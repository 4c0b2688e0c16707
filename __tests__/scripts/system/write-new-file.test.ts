import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeNewFile } from "../../../scripts/system/write-new-file";
import { temporaryFolder } from "../../support/stand-in";

const MODULE = path.join(__dirname, "..", "..", "..", "scripts", "system", "write-new-file.ts");
const folder = temporaryFolder();

test("of a file that found no room nothing is left", () => {
  const program = `require(${JSON.stringify(MODULE)}).writeNewFile(process.argv[1], "x".repeat(100_000))`;
  const limited = [
    "-c",
    'ulimit -f 8; exec "$@"',
    "sh",
    process.execPath,
    "--require",
    "tsx/cjs",
    "--eval",
    program,
  ];
  const env = { ...process.env, TSX_DISABLE_CACHE: "1" };
  const { stderr, status } = spawnSync("sh", [...limited, path.join(folder, "file")], {
    encoding: "utf8",
    env,
  });
  expect(status).toBe(1);
  expect(stderr).toContain(
    `The results go to ${folder}, which must be a folder that you can write to, but: EFBIG`,
  );
  expect(readdirSync(folder)).toEqual([]);
});

test("what is there is kept", () => {
  const file = path.join(folder, "kept");
  writeNewFile(file, "first");
  expect(() => writeNewFile(file, "second")).toThrow(/EEXIST/);
  expect(readFileSync(file, "utf8")).toBe("first");
});
