import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import type { Procedure } from "../step";

/** @throws UserError always: there is no password, and the reason why */
export function rotateCache({ environment }: Installation): Procedure {
  throw new UserError(
    `The cache of "${environment}" has no user and no password that could be rotated; its security group lets OpenEMR's tasks in, and nobody else. ` +
      "OpenEMR's images could sign in (REDIS_USERNAME, REDIS_PASSWORD), but the resource aws_elasticache_user of the provider in use takes passwords " +
      'only in arguments that Terraform keeps in the state. docs/security.md, "Known limits", says which provider brings it.',
  );
}
