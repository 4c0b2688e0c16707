import { UserError } from "../../src/user-error";

/** Variables of credentials that go before a profile in Terraform and the AWS CLI, and after it in AWS's SDK for JavaScript. */
const CREDENTIALS = ["AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE"];

/** Names that only Terraform knows, and takes where none of those is set that all know. */
const OLD_NAMES: Readonly<Record<string, readonly string[]>> = {
  AWS_DEFAULT_PROFILE: ["AWS_PROFILE", "AWS_ACCESS_KEY_ID"],
  AWS_ACCESS_KEY: ["AWS_ACCESS_KEY_ID"],
};

/**
 * Refuses variables by which Terraform would work with other credentials than the rest of a command: it would read one
 * account, and change another. Seen with Terraform 1.11 and AWS's SDK for JavaScript 3.1169.
 *
 * @throws UserError that names the variables
 */
export function refuseTwoIdentities(env: NodeJS.ProcessEnv): void {
  const reason =
    "so Terraform would have other credentials than the rest of this command. Nothing was changed.";
  const given = env.AWS_PROFILE && CREDENTIALS.find((name) => env[name]);
  if (given) {
    const all =
      given === "AWS_ACCESS_KEY_ID"
        ? "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN"
        : `${given} AWS_ROLE_ARN`;
    throw new UserError(
      `AWS_PROFILE is "${env.AWS_PROFILE}", and ${given} is set as well, ${reason} ` +
        `For the profile: unset ${all}. For the other: unset AWS_PROFILE`,
    );
  }
  for (const [old, names] of Object.entries(OLD_NAMES)) {
    if (!env[old] || names.some((name) => env[name])) continue;
    throw new UserError(`${old} is set, and ${names[0]} is not, ${reason} Set ${names[0]}, or unset ${old}`);
  }
}
