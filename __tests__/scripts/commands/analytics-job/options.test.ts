import { COMMAND_LINE } from "../../../../scripts/commands/analytics-job/options";
import { readCommandLine } from "../../../../scripts/terminal/command-line";

const readOptions = (args: readonly string[]) => readCommandLine(args, COMMAND_LINE)!;

it("needs only an environment", () => {
  expect(readOptions(["production"])).toEqual({
    environment: "production",
    export: undefined,
    asOf: undefined,
    smallestGroup: 11,
    database: "openemr",
  });
});

it("takes everything", () => {
  const args = "production --export e --as-of 2024-02-29 --smallest-group 20 --database clinic".split(" ");
  expect(readOptions(args)).toMatchObject({
    export: "e",
    asOf: "2024-02-29",
    smallestGroup: 20,
    database: "clinic",
  });
});

it.each([
  [["a", "b"], "One environment at a time, but a, b were given."],
  [["a", "--as-of", "2026-02-30"], '--as-of is "2026-02-30"'],
  [["a", "--as-of", "tomorrow"], '--as-of is "tomorrow"'],
  [["a", "--smallest-group", "1"], "a group of one is a patient"],
  [["a", "--smallest-group", "-3"], "--smallest-group"],
  [["a", "--smallest-group", "many"], '--smallest-group is "many"'],
  [["a", "--database", "x; DROP"], '--database is "x; DROP"'],
  [["a", "--fast"], "Usage: npm run analytics-job"],
])("refuses %j", (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
