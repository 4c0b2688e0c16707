import { UserError } from "../../../src/user-error";
import type { Terraform } from "../terraform";
import { halfMade } from "./half-made";
import { remainsOf } from "./remains";
import { instancesIn } from "./state-file";

/** The variable that protects, as Terraform takes it without protection. */
export const WITHOUT_PROTECTION = "deletion_protection=false";

/** Types that keep more than themselves while the installation is protected. */
const PROTECTED = new Set([
  "aws_lb",
  "aws_rds_cluster",
  "aws_s3_bucket",
  "aws_secretsmanager_secret",
  "terraform_data",
]);

/**
 * The resources of a first deployment that was never completed, from which protection has to be taken before they can be
 * removed.
 *
 * @param state text of the state
 * @throws UserError where the deployment was complete once: people may have worked with it
 */
export function protectedRemains(state: string, environment: string): string[] {
  if (remainsOf(state).isComplete) {
    throw new UserError(
      `--unfinished removes a first deployment that was never completed, but "${environment}" was. Nothing was changed. ` +
        `Set deletion_protection = false, deploy, then: npm run destroy -- ${environment}`,
    );
  }
  return instancesIn(state)
    .filter(({ type }) => PROTECTED.has(type))
    .map(({ address }) => address);
}

/**
 * Takes the protection from what a first deployment has made so far, and makes nothing else: an apply of everything
 * would go on with the deployment.
 *
 * @param variables each `name=value`
 */
export async function unprotect(
  terraform: Terraform,
  addresses: readonly string[],
  variables: readonly string[],
): Promise<void> {
  if (addresses.length === 0) return;
  // Terraform would begin by making anew what is tainted, which AWS refuses while it is protected.
  for (const { address } of halfMade(await terraform.capture("state", ["pull"]))) {
    await terraform.capture("untaint", [address]);
  }
  await terraform.capture("apply", [
    "-auto-approve",
    "-no-color",
    ...[...variables, WITHOUT_PROTECTION].map((assignment) => `-var=${assignment}`),
    ...addresses.map((address) => `-target=${address}`),
  ]);
}
