import { COMMAND_LINE } from "../../../../scripts/commands/bench/arguments";
import { readCommandLine } from "../../../../scripts/terminal/command-line";

const readArguments = (args: readonly string[]) => readCommandLine(args, COMMAND_LINE)!;

test("five runs are the default", () => expect(readArguments([])).toEqual({ runs: 5 }));

test("the number of runs can be given", () => expect(readArguments(["--runs", "12"]).runs).toBe(12));

test.each(["0", "1.5", "many", "1000"])("--runs %p is refused", (given) => {
  expect(() => readArguments([`--runs=${given}`])).toThrow(
    `--runs is "${given}", but must be a whole number from 1 to 999, such as --runs 5.`,
  );
});

test("what is not known is refused with the usage", () => {
  expect(() => readArguments(["--rnus", "3"])).toThrow(/'--rnus'[\s\S]*Usage: npm run bench/);
  expect(() => readArguments(["development"])).toThrow(/'development'[\s\S]*Usage: npm run bench/);
});
