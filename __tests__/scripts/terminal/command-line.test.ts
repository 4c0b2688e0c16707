import { ASSIGNMENTS, readCommandLine } from "../../../scripts/terminal/command-line";

const USAGE = "Usage: npm run try -- <environment>";

function read(...args: string[]) {
  return readCommandLine(args, {
    usage: USAGE,
    options: { var: ASSIGNMENTS, out: { type: "string", default: "here" }, fast: { type: "boolean" } },
    positionals: { one: "environment" },
    read: ({ values, positionals }) => ({ ...values, positionals }),
  });
}

test("gives what was given, with defaults for the rest", () => {
  expect(read()).toEqual({ var: [], out: "here", positionals: [] });
  expect(read("one", "--var", "a=b", "--var=c=", "--fast")).toEqual({
    var: ["a=b", "c="],
    out: "here",
    fast: true,
    positionals: ["one"],
  });
  expect(read("--", "-target")).toMatchObject({ positionals: ["-target"] });
});

test.each(["--help", "-h"])("%s asks for the help, whatever else there is", (help) => {
  expect(read("one", "two", help)).toBeUndefined();
});

test.each([
  [["one", "two"], "One environment at a time, but one, two were given."],
  [["--colour"], "Unknown option '--colour'.\n"],
  [["--fats"], "Unknown option '--fats'. Did you mean --fast?\n"],
  [["--fast=yes"], "does not take an argument"],
  [["--out"], "argument missing"],
  [["-var", "a=b"], "-var is given, but options begin with two dashes: --var name=value."],
  [["-out=there"], "-out=there is given, but options begin with two dashes: --out=there."],
  [["-target=x"], "-target=x is given, but there is no such option."],
])("%j is refused, with the usage", (args, message) => {
  expect(() => read(...args)).toThrow(message);
  expect(() => read(...args)).toThrow(`\n\n${USAGE}`);
});

test.each(["region", "=x", "a b=c"])("--var %s is no assignment", (given) => {
  expect(() => read("--var", given)).toThrow(
    `--var is "${given}", but must be name=value, such as --var region=eu-west-1.`,
  );
});

test("a command that takes no arguments but options refuses others", () => {
  const line = { usage: USAGE, options: {}, read: () => "read" };
  expect(readCommandLine([], line)).toBe("read");
  expect(() => readCommandLine(["one"], line)).toThrow("Unexpected argument 'one'");
});
