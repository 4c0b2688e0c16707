import { readFileSync } from "node:fs";
import type { Environment } from "../environments";
import { DEFAULT_NAME } from "../installation-variables";
import { mapAssigned, textAssigned } from "../terraform/tfvars";
import { UserError } from "../user-error";

/** Name of the stack with the roles, and of the file with its values. */
export const GITHUB_ROLES_STACK = "github-roles";

/**
 * Refuses a file of roles that does not fit an environment that it names: these roles would be for an installation that
 * does not exist, or could not reach the region of its copies, and say so in the middle of a deploy.
 */
export function checkInStep(rolesFile: string, environments: readonly Environment[]): void {
  const roles = readFileSync(rolesFile, "utf8");
  const name = textAssigned(roles, "name") ?? DEFAULT_NAME;
  const regions = mapAssigned(roles, "environments");
  const copyRegions = mapAssigned(roles, "copy_regions");
  // Others are in another account.
  for (const environment of environments.filter((each) => regions.has(each.name))) {
    const own = readFileSync(environment.file, "utf8");
    const where = { rolesFile, environment };
    checkName(where, textAssigned(own, "name") ?? DEFAULT_NAME, name);
    checkRegion(where, textAssigned(own, "region"), regions.get(environment.name));
    // Roles of operators reach no copies.
    if (!rolesFile.endsWith(`${GITHUB_ROLES_STACK}.tfvars`)) continue;
    checkCopyRegion(where, textAssigned(own, "backup_copy_region"), copyRegions);
  }
}

interface Place {
  readonly rolesFile: string;
  readonly environment: Environment;
}

function checkName({ rolesFile, environment }: Place, own: string, name: string): void {
  if (own === name) return;
  throw new UserError(
    `The name of the installation is "${own}" in ${environment.file}, but "${name}" in ${rolesFile}, whose roles are ` +
      `for what has that name. Set name = "${own}" there; environments with another name need roles of their own.`,
  );
}

function checkRegion({ rolesFile, environment }: Place, own?: string, given?: string): void {
  // An expression is Terraform's to read.
  if (own === undefined || given === undefined || own === given) return;
  throw new UserError(
    `region is "${own}" in ${environment.file}, but environments has ${environment.name} = "${given}" in ${rolesFile}, ` +
      `whose roles reach that region only. Set ${environment.name} = "${own}" there, and deploy the roles first.`,
  );
}

function checkCopyRegion(
  { rolesFile, environment }: Place,
  own: string | undefined,
  given: ReadonlyMap<string, string | undefined>,
): void {
  const { name, file } = environment;
  const region = given.get(name);
  // A map that holds the environment with an expression is Terraform's to read. Copies are given up before the roles are.
  if (own === undefined || own === region || (given.has(name) && region === undefined)) return;
  throw new UserError(
    `backup_copy_region is "${own}" in ${file}, but copy_regions ${region ? `has ${name} = "${region}"` : `does not have ${name}`} ` +
      `in ${rolesFile}, so that deploys by GitHub may not make the vault of the copies there. Set copy_regions = ` +
      `{ ${name} = "${own}" } there, and deploy the roles first.`,
  );
}
