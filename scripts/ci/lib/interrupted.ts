import { stackName } from "../../../src/environments";
import { UserError } from "../../../src/user-error";
import { explainLeftovers, leftoversIn } from "../../terraform/interrupted/leftovers";
import { stackFolder } from "../../terraform/stack-folder";
import { Terraform } from "../../terraform/terraform";

/**
 * Refuses to deploy over what an interrupted deployment or destroy left. A destroy that was stopped has taken the key of
 * the data out of the state, and a plan would replace database and files with empty ones; of what was left half-made, an
 * apply would stop in the middle. Only a person at a terminal can be asked about the repair.
 *
 * @param folder of the stack, initialized
 * @throws UserError
 */
export async function refuseInterrupted(folder: string, environment: string): Promise<void> {
  const terraform = await Terraform.in(folder);
  const leftovers = leftoversIn(await terraform.capture("state", ["pull"]));
  if (!leftovers) return;
  throw new UserError(
    `${explainLeftovers(leftovers, stackFolder(stackName(environment)))}\nNothing was changed. In a checkout, npm run deploy -- ${environment} does that after asking, and deploys; npm run destroy -- ${environment} goes on with a destroy that stopped.`,
  );
}
