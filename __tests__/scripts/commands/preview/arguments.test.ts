import { COMMAND_LINE } from "../../../../scripts/commands/preview/arguments";
import { readCommandLine } from "../../../../scripts/terminal/command-line";

const readArguments = (args: readonly string[]) => readCommandLine(args, COMMAND_LINE)!;

test("reads an environment and what goes with it", () => {
  const args = [
    "production",
    "--var",
    "region=eu-west-1",
    '--var=tags={a="b=c"}',
    "--out",
    "review",
    "--timings",
  ];
  expect(readArguments(args)).toEqual({
    environment: "production",
    variables: ["region=eu-west-1", 'tags={a="b=c"}'],
    out: "review",
    json: false,
    timings: true,
  });
});

test.each([
  [["a", "b"], /^One environment at a time, but a, b were given\.\n\nUsage: /],
  [["a", "--var", "region"], /^--var is "region", but must be name=value, such as /],
  [["a", "--var", "=x"], /^--var is "=x", but must be name=value/],
  [["a", "--colour"], /--colour[\s\S]*\n\nUsage: /],
  [["a", "-var", "x=y"], /^-var is given, but options begin with two dashes: --var name=value\.\n\nUsage: /],
  [["a", "-out=x"], /^-out=x is given, but options begin with two dashes: --out=x\./],
  [["a", "--json", "--timings"], /^--json and --timings are both given.*Leave one out\.$/],
  [["a", "--out"], /--out[\s\S]*\n\nUsage: /],
])("refuses %j", (args, message) => {
  expect(() => readArguments(args)).toThrow(message);
});
