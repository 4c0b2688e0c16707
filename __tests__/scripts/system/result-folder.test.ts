import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ResultFolder } from "../../../scripts/system/result-folder";
import { temporaryFolder } from "../../support/stand-in";

const here = temporaryFolder();
const at = (out: string) => new ResultFolder({ here, out, otherwise: here, files: ["a.txt"] });
writeFileSync(path.join(here, "file"), "");

test("is made with the folders that it is in, and taken as it is where it is there", () => {
  at("one/two").write({ "a.txt": "a" });
  expect(existsSync(path.join(here, "one", "two", "a.txt"))).toBe(true);
  at("one/two");
  expect(existsSync(path.join(here, "one", "two", "a.txt"))).toBe(false);
});

test.each(["file", "file/below", "file/far/below", "/dev/null/below", "/proc/self/below", "/proc/far/below"])(
  "that cannot be made is told with its path and the way out: %s",
  (out) => {
    const folder = path.resolve(here, out);
    expect(() => at(out)).toThrow(
      new RegExp(
        `^The results go to ${folder}, which must be a folder .*, or name another with --out <folder>`,
      ),
    );
  },
);
