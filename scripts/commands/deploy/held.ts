import { UserError } from "../../../src/user-error";
import { explainingAws } from "../../aws/aws-error";
import { refuseOtherAccount } from "../../openemr/account";
import { holding } from "../../procedures/holding";
import { findLockable, type Located, type Lockable, lockableIn } from "../../procedures/installation";
import { HOLDER_VARIABLE, RunLock } from "../../procedures/run-lock";
import { pullState } from "../../terraform/interrupted/state-file";
import { stackOutputs } from "../../terraform/stack-outputs";
import { Terraform } from "../../terraform/terraform";
import { TerraformError } from "../../terraform/terraform-diagnostics";

export interface HeldProps {
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  readonly environment: string;
  /** Folder of the stack. */
  readonly folder: string;
  /** Name of the command, which another run is told. */
  readonly verb: string;
  /** Terraform runs elsewhere with credentials of its own, and there may be none of AWS here. */
  readonly isRemote: boolean;
}

/**
 * Holds the installation meanwhile, so that no procedure changes it at the same time. Before a first deployment there is
 * none, and where the state cannot be read the run itself says why.
 *
 * @param run gets the environment for commands that work within this one, and the installation where it is held
 * @throws UserError where a procedure, or another deploy, holds it
 */
export async function whileHeld<T>(
  props: HeldProps,
  run: (env: NodeJS.ProcessEnv, installation?: Lockable) => Promise<T>,
): Promise<T> {
  const { env, environment, verb, isRemote } = props;
  const installation = await deployed(props);
  if (!installation) return run(env);
  const lock = new RunLock(installation, verb, { within: env[HOLDER_VARIABLE] });
  const name = `${installation.procedureParameter}-run`;
  try {
    await explainingAws(async () => {
      // Terraform has credentials of its own elsewhere.
      if (!isRemote) await refuseOtherAccount(installation);
      await lock.take(console.error);
    }, `Nothing was changed. The parameter ${name} tells who changes "${environment}"; a ${verb} takes ssm:GetParameter, ssm:PutParameter and ssm:DeleteParameter for it.`);
  } catch (error) {
    if (!isRemote || !(error instanceof Error) || !/^\w+ProviderError: /.test(error.message)) throw error;
    console.error(
      `There are no credentials of AWS here, so nobody looked whether a procedure is under way: ${name}.`,
    );
    return run(env);
  }
  return holding(lock, () => run({ ...env, ...lock.variables }, installation));
}

async function deployed({ project, environment, folder }: HeldProps): Promise<Located | undefined> {
  try {
    return findLockable(await stackOutputs(project, environment));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  try {
    return lockableIn(await pullState(await Terraform.in(folder)), environment);
  } catch (error) {
    if (error instanceof TerraformError) return undefined;
    throw error;
  }
}
