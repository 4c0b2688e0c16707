import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkNames } from "../../src/github/installation-names";

const folder = mkdtempSync(join(tmpdir(), "names-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const environments = [
  { name: "production", file: file("production.tfvars", 'name = "clinic"\n') },
  { name: "staging", file: file("staging.tfvars", "# nothing\n") },
];
const check = (roles: string) => checkNames(file("github-roles.tfvars", roles), environments as never);

it("takes roles whose name is that of the environments that they are for", () => {
  expect(() => check('name = "clinic"\nenvironments = { production = "eu-west-1" }')).not.toThrow();
  expect(() => check('environments = { staging = "eu-west-1" }')).not.toThrow();
});

it("refuses those of another name, and says which file has which", () => {
  expect(() => check('environments = { "production" : "eu-west-1" }')).toThrow(
    /The name of the installation is "clinic" in .*production\.tfvars, but "openemr" in .*github-roles\.tfvars.*Set name = "clinic" there/,
  );
});

it("asks nothing of environments that only a comment or another map names", () => {
  const elsewhere = 'hosted_zones = { production = "Z1" }';
  expect(() =>
    check(`# production = 1\n${elsewhere}\nenvironments = { staging = "eu-west-1" }`),
  ).not.toThrow();
});
