import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { textAssigned } from "../../../src/terraform/tfvars";

/** Variables with the ARN of something that must be in the account of the installation. */
const IN_OWN_ACCOUNT = ["certificate_arn", "docker_hub_credential_secret_arn"];

/**
 * The account that an environment's values name. A plan without credentials takes them at their word, where one with
 * credentials knows the account and refuses what is in another one.
 *
 * @param stack folder with the values in terraform.tfvars
 * @param variables each `name=value` of the command line
 */
export function accountOfValues(stack: string, variables: readonly string[]): string | undefined {
  const file = path.join(stack, "terraform.tfvars");
  const tfvars = existsSync(file) ? readFileSync(file, "utf8") : "";
  const given = (name: string) =>
    variables.findLast((assignment) => assignment.startsWith(`${name}=`))?.slice(name.length + 1) ??
    textAssigned(tfvars, name) ??
    process.env[`TF_VAR_${name}`];
  return IN_OWN_ACCOUNT.map((name) => /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(given(name) ?? "")?.[1]).find(
    (account) => account !== undefined,
  );
}
