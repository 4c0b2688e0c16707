import { writeFileSync } from "node:fs";
import path from "node:path";
import { COMMAND_LINE } from "../../../../scripts/commands/cost/arguments";
import { readUsageFile, readUsageOptions } from "../../../../scripts/commands/cost/read-usage";
import { readPlan } from "../../../../scripts/plan/read-plan";
import { readCommandLine } from "../../../../scripts/terminal/command-line";
import { temporaryFolder } from "../../../support/stand-in";
import { plan } from "../../plan/plan-fixture";

const readArguments = (args: readonly string[]) => readCommandLine(args, COMMAND_LINE)!;

const folder = temporaryFolder();

function file(name: string, content: unknown): string {
  const written = path.join(folder, name);
  writeFileSync(written, typeof content === "string" ? content : JSON.stringify(content));
  return written;
}

describe("arguments", () => {
  test("are one or two environments or plans, and what is used", () => {
    expect(readArguments(["one", "--plan", "p.json", "--acu-hours", "100", "--json"])).toMatchObject({
      environments: ["one"],
      plans: ["p.json"],
      usage: { acu_hours: "100" },
      format: "json",
    });
    const { format, usage, variables } = readArguments(["one"]);
    expect({ format, usage, variables }).toEqual({ format: "text", usage: {}, variables: [] });
  });

  test.each([
    [["a", "b", "--plan", "c"], /^One or two can be estimated at a time, but a, b, c were given\.\n\nUsage/],
    [
      ["a", "--format", "xml"],
      /^--format is "xml", but must be "text" or "markdown"\. For JSON give --json\.$/,
    ],
    [["a", "--acu"], /^Unknown option '--acu'.*Usage: npm run cost/s],
    [["a", "--acu-hours"], /--acu-hours.*Usage: npm run cost/s],
    [["a", "--var", "region"], /^--var is "region", but must be name=value/],
    [["--plan", "a", "--var", "region=x"], /^--var is region=x, but a plan that was made has its values/],
  ])("%j are refused", (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });
});

describe("a plan file", () => {
  test("is what terraform show -json writes", () => {
    const written = plan({ resource_changes: [] });
    expect(readPlan(file("plan.json", written), "plan.json")).toEqual(written);
  });

  test.each([
    [
      "PK\u0003\u0004 binary",
      /^--plan is given, a saved plan, but must be its JSON: terraform show -json given/,
    ],
    ["Terraform will perform", /^--plan is given, which is not JSON: .*terraform plan -out=plan/],
    [[], /^--plan is given, but must hold a JSON object\./],
    [{ format_version: "1.0", values: {} }, /^--plan is given, which is JSON, but not of a plan/],
    [{ resource_changes: [] }, /^--plan is given, which is JSON, but not of a plan/],
    [{ format_version: "1.2", resource_changes: {} }, /^--plan is given, which is JSON, but not of a plan/],
  ])("%j is refused", (content, message) => {
    expect(() => readPlan(file("other", content), "given")).toThrow(message);
  });

  test("whose name has a blank is one word of the command that reads it", () => {
    expect(() => readPlan(file("other", "PK\u0003\u0004"), "my plan")).toThrow('-json "my plan" > plan.json');
  });

  test("that is not there is told", () => {
    expect(() => readPlan(path.join(folder, "none"), "none")).toThrow(
      "--plan is none, which cannot be read (ENOENT).",
    );
  });
});

describe("use", () => {
  test("is numbers, as JSON or as text", () => {
    const read = readUsageFile(file("usage.json", { acu_hours: 0.1, emails: "2e3" }), "usage.json");
    expect(Object.entries(read).map(([name, number]) => `${name} ${number}`)).toEqual([
      "acu_hours 0.1",
      "emails 2000",
    ]);
    expect(String(readUsageOptions({ acu_hours: "1.50" }).acu_hours)).toBe("1.5");
  });

  test.each([
    [{ acu_hours: -1 }, /^acu_hours in given is -1, but must be a number from 0 to 1000000000000000/],
    [{ acu_hours: null }, /^acu_hours in given is null, but must be/],
    [{ acu_hours: "many" }, /^acu_hours in given is "many", but must be/],
    [{ acu_hours: "" }, /^acu_hours in given is "", but must be/],
    [{ acu_hours: 1e300 }, /^acu_hours in given is 1e\+300, but must be/],
    [
      { acu_hour: 1 },
      /^"acu_hour" in given is no use .* Did you mean "acu_hours"\? There are requests_per_month, /,
    ],
    [[1], /^--usage is given, but must hold a JSON object\. Such as /],
    ["acu_hours = 1", /^--usage is given, which is not JSON/],
  ])("%j is refused", (content, message) => {
    expect(() => readUsageFile(file("usage", content), "given")).toThrow(message);
  });

  test("names the option that is wrong", () => {
    expect(() => readUsageOptions({ acu_hours: "-5" })).toThrow(/^--acu-hours is "-5", but must be a number/);
  });
});
