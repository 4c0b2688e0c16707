import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The limit of a test in jest.config.cjs, in milliseconds. */
const LIMIT = 120_000;

const TESTS = path.join(__dirname, "..");

test("no test has less time than the project gives each, which a slow machine needs", () => {
  const files = readdirSync(TESTS, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const short = files.flatMap((file) => limitsIn(file).map((limit) => `${file}: ${limit}`));
  expect(files.length).toBeGreaterThan(300);
  expect(short).toEqual([]);
});

/** Limits of a file, or of one of its tests, that are below that of the project. */
function limitsIn(file: string): number[] {
  const text = readFileSync(path.join(TESTS, file), "utf8");
  const given = text.matchAll(/jest\.setTimeout\(([\d_]+)\)|^ *\}, ([\d_]+)\);$/gm);
  return [...given]
    .map(([, ofFile, ofTest]) => Number((ofFile ?? ofTest)!.replaceAll("_", "")))
    .filter((limit) => limit < LIMIT);
}

test("the project's limit is the one that is compared with", () => {
  expect(readFileSync(path.join(TESTS, "..", "jest.config.cjs"), "utf8")).toContain("testTimeout: 120_000");
});
