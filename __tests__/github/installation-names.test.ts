import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkInStep } from "../../src/github/installation-names";
import { temporaryFolder } from "../support/stand-in";

const folder = temporaryFolder();

const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const environments = [
  { name: "production", file: file("production.tfvars", 'name = "clinic"\n') },
  { name: "staging", file: file("staging.tfvars", "# nothing\n") },
  { name: "far", file: file("far.tfvars", 'region = "us-east-1"\nbackup_copy_region = "us-west-2"\n') },
];
const check = (roles: string) => checkInStep(file("github-roles.tfvars", roles), environments as never);

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

const FAR = 'environments = { far = "us-east-1" }';

it("refuses another region than that of the environment", () => {
  expect(() => check('environments = { far = "us-east-2" }')).toThrow(
    /region is "us-east-1" in .*far\.tfvars, but environments has far = "us-east-2" in .*Set far = "us-east-1" there/,
  );
  expect(() =>
    check('environments = { far = join("", []) }\ncopy_regions = { far = "us-west-2" }'),
  ).not.toThrow();
});

it("refuses copies in a region that deploys may not write to", () => {
  expect(() => check(FAR)).toThrow(
    /backup_copy_region is "us-west-2" in .*far\.tfvars, but copy_regions does not have far in .*Set copy_regions = \{ far = "us-west-2" \} there/,
  );
  expect(() => check(`${FAR}\ncopy_regions = { far = "eu-west-1" }`)).toThrow(
    /copy_regions has far = "eu-west-1" in/,
  );
  expect(() => check(`${FAR}\ncopy_regions = { far = "us-west-2" }`)).not.toThrow();
  expect(() => check(`${FAR}\ncopy_regions = { far = lower("US-WEST-2") }`)).not.toThrow();
  // Copies are given up before the roles are, and operators reach none.
  expect(() =>
    check('environments = { staging = "x" }\ncopy_regions = { staging = "us-west-2" }'),
  ).not.toThrow();
  expect(() => checkInStep(file("operator-roles.tfvars", FAR), environments as never)).not.toThrow();
});
