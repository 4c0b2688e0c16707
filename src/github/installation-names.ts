import { readFileSync } from "node:fs";
import type { Environment } from "../environments";
import { DEFAULT_NAME } from "../installation-variables";
import { keysAssigned, textAssigned } from "../terraform/tfvars";
import { UserError } from "../user-error";

/** Name of the stack with the roles, and of the file with its values. */
export const GITHUB_ROLES_STACK = "github-roles";

/**
 * Refuses a file of the roles whose `name` is not that of the environments that it names: their roles would be for
 * an installation that does not exist, and say so in the middle of a deploy.
 */
export function checkNames(rolesFile: string, environments: readonly Environment[]): void {
  const roles = readFileSync(rolesFile, "utf8");
  const name = textAssigned(roles, "name") ?? DEFAULT_NAME;
  // Others are in another account.
  const named = keysAssigned(roles, "environments");
  for (const environment of environments.filter((each) => named.includes(each.name))) {
    const own = textAssigned(readFileSync(environment.file, "utf8"), "name") ?? DEFAULT_NAME;
    if (own === name) continue;
    throw new UserError(
      `The name of the installation is "${own}" in ${environment.file}, but "${name}" in ${rolesFile}, whose roles are ` +
        `for what has that name. Set name = "${own}" there; environments with another name need roles of their own.`,
    );
  }
}
