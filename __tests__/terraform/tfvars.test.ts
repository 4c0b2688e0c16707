import { execFileSync } from "node:child_process";
import { assignmentsIn, mapAssigned, textAssigned } from "../../src/terraform/tfvars";
import { EVERYTHING } from "../support/every-tfvars";

/** The names that a full parser finds; in a process of its own, which the parser would keep alive for ever. */
function parsedNames(tfvars: string): string[] {
  const program = `require("@cdktf/hcl2json").parse("x.tfvars", process.argv[1])
    .then((values) => { console.log(JSON.stringify(Object.keys(values))); process.exit(); })`;
  return JSON.parse(execFileSync(process.execPath, ["-e", program, tfvars], { encoding: "utf8" }));
}

test("finds every name at the top level and nothing else, as a full parser does", () => {
  const names = assignmentsIn(EVERYTHING).map(({ name }) => name);
  expect(names).toEqual(
    "region quoted indented text list map document indented_document one_line commented dashed-name last".split(
      " ",
    ),
  );
  const withoutQuotes = EVERYTHING.replace('"quoted" =', "quoted =");
  expect(parsedNames(withoutQuotes).sort()).toEqual([...names].sort());
});

test("tells the line", () => {
  expect(assignmentsIn('a = <<EOT\nx\nEOT\n\nb = 1\r\nc = "')).toEqual([
    { name: "a", line: 1 },
    { name: "b", line: 5 },
    { name: "c", line: 6 },
  ]);
});

test("tells the line of the name where a comment stands before what is assigned", () => {
  expect(assignmentsIn("a /* x\n */ = 1")).toEqual([{ name: "a", line: 1 }]);
});

test.each(["a = [", 'a = "x', "a = <<EOT\nb = 1", "a = /* b = 1", "a == 1", "a.b = 1", ""])(
  "%j is left to Terraform",
  (text) => {
    expect(assignmentsIn(text).length).toBeLessThanOrEqual(1);
  },
);

const ROLES = `
repository = "clinic/openemr" # production = 1
tags = { staging = "x" }
environments = {
  # trial = "eu-west-1"
  production = "eu-west-1", "staging" : "eu-west-1"
  "dev-1" /* x = 2 */ = join("", [{ deep = 1 }.deep, "inner = 1"])
  development = { inner = 1 }
}
one_line = { a = 1, b : 2 }
`;

test("finds the keys and texts of a map and nothing else, as a full parser does", () => {
  const names = ["production", "staging", "dev-1", "development"];
  expect([...mapAssigned(ROLES, "environments")]).toEqual([
    ["production", "eu-west-1"],
    ["staging", "eu-west-1"],
    ["dev-1", undefined],
    ["development", undefined],
  ]);
  expect([...mapAssigned(ROLES, "one_line").keys()]).toEqual(["a", "b"]);
  expect(mapAssigned(ROLES, "repository").size).toBe(0);
  expect(mapAssigned(ROLES, "missing").size).toBe(0);
  const program = `require("@cdktf/hcl2json").parse("x.tfvars", process.argv[1])
    .then((values) => { console.log(JSON.stringify(Object.keys(values.environments))); process.exit(); })`;
  const parsed = execFileSync(process.execPath, ["-e", program, ROLES], { encoding: "utf8" });
  expect(JSON.parse(parsed).sort()).toEqual([...names].sort());
});

test.each([
  ['name = "clinic"', "clinic"],
  ['name /* name = "other" */ = /* x */ "clinic" # yes', "clinic"],
  ['# name = "no"\nmap = { name = "inner" }\n"name"="clinic"', "clinic"],
  ['text = "name = 1"\nname = "${var.x}"', undefined],
  ['other_name = "x"', undefined],
  ["name = null", undefined],
])("the text in %j is %j", (tfvars, text) => {
  expect(textAssigned(tfvars, "name")).toBe(text);
});
