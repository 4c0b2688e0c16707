import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkAssignments, findEnvironment, listEnvironments } from "../../src/environments";
import { UserError } from "../../src/user-error";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "environments-"));
});

afterEach(() => rmSync(directory, { recursive: true }));

function write(file: string, content = ""): string {
  const whole = path.join(directory, file);
  writeFileSync(whole, content);
  return whole;
}

test("an environment is a tfvars file, in the order of names", () => {
  const [b, a] = [write("b.tfvars"), write("a-1.tfvars")];
  write("README.md");
  write(".hidden.tfvars");
  expect(listEnvironments(directory)).toEqual([
    { name: "a-1", file: a },
    { name: "b", file: b },
  ]);
  expect(listEnvironments(path.join(directory, "none"))).toEqual([]);
});

test.each(["Prod", "1st", "a_b", "a-", "a".repeat(21), ""])("the name %j is refused", (name) => {
  write(`x${name}.tfvars`.slice(1) || ".tfvars");
  if (name === "") return expect(listEnvironments(directory)).toEqual([]);
  expect(() => listEnvironments(directory)).toThrow(`an environment named "${name}", but a name is 1 to 20`);
});

test("an unknown environment lists those that exist", () => {
  write("development.tfvars");
  write("production.tfvars");
  expect(findEnvironment(directory, "production").name).toBe("production");
  expect(() => findEnvironment(directory, "prodution")).toThrow(
    'There is no environment "prodution". The environments are development, production. Did you mean "production"?',
  );
  // The beginning of a name is taken for a slip.
  expect(() => findEnvironment(directory, "dev")).toThrow('Did you mean "development"?');
  expect(() => findEnvironment(directory, undefined)).toThrow(
    "Which environment? The environments are development, production. To add one: npm run new -- <name>.",
  );
});

test("a badly named file stops nothing but its own environment, and everything where all are asked for", () => {
  write("production.tfvars");
  write("Prod.tfvars");
  expect(findEnvironment(directory, "production").name).toBe("production");
  expect(() => findEnvironment(directory, "x")).toThrow("The environments are production. ");
  expect(() => findEnvironment(directory, "Prod")).toThrow('an environment named "Prod", but a name is');
  expect(() => listEnvironments(directory)).toThrow('an environment named "Prod", but a name is');
});

test("the word that the names of the state have is no environment", () => {
  write("terraform.tfvars");
  for (const read of [() => findEnvironment(directory, "terraform"), () => listEnvironments(directory)]) {
    expect(read).toThrow('named "terraform", but that word stands in the names of what keeps the state.');
  }
});

test("a file in JSON is named where its environment is asked for", () => {
  const file = write("trial.tfvars.json", "{}");
  expect(() => findEnvironment(directory, "trial")).toThrow(
    `There is no environment "trial". There are none yet. ${file} is not read: write what it assigns into `,
  );
});

test("a folder and a link to nothing are refused", () => {
  mkdirSync(path.join(directory, "folder.tfvars"));
  symlinkSync("nowhere", path.join(directory, "link.tfvars"));
  for (const [name, what] of [
    ["folder", "is not a file, but must be"],
    ["link", "is a link to what does not exist, but must be"],
  ] as const) {
    expect(() => findEnvironment(directory, name)).toThrow(UserError);
    expect(() => findEnvironment(directory, name)).toThrow(what);
  }
});

test("a name that no variable has is refused with its line and the nearest that exists", () => {
  const file = write(
    "a.tfvars",
    '# a comment = 1\nregion = "eu-west-1"\nvpc_cird = "10.0.0.0/16"\nnonsense = 1\n',
  );
  const declared = ["region", "vpc_cidr", "name"];
  const check = () => checkAssignments({ name: "a", file }, declared);
  expect(check).toThrow('  line 3: "vpc_cird", did you mean "vpc_cidr"?\n  line 4: "nonsense"\n');
  writeFileSync(file, 'region = "x"\nname = "y"');
  expect(check).not.toThrow();
});

test("a text without quotation marks is told with its line and what is right, beside a name that no variable has", () => {
  const file = write("a.tfvars", 'nmae = "x"\nregion = eu-west-1\n');
  expect(() => checkAssignments({ name: "a", file }, ["region", "name"])).toThrow(
    new UserError(`The environment "a" sets what is not a variable of the stack, in ${file}:
  line 1: "nmae", did you mean "name"?
Correct the name or remove the line. README.md lists the variables.
The environment "a" has what Terraform cannot read, in ${file}:
  line 2, region: eu-west-1 must be "eu-west-1"
A line is name = value. Texts stand in quotation marks ("), and only numbers, true, false and null without them.`),
  );
});
