import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { UserError } from "../../src/user-error";
import { clientSettings } from "../system/client-settings";
import { type StackOutputs, stackOutputs } from "../terraform/stack-outputs";

/** Milliseconds that STS may be silent. */
const SILENCE = 5000;

interface Located {
  readonly environment: string;
  /** ARN of a part of it, such as arn:aws:rds:<region>:<account>:cluster:<name>. */
  readonly arn: string;
}

/**
 * In another account AWS shows nothing of an installation: no restore that is unfinished, no rotation, no service. Nobody
 * needs a permission to ask whose credentials these are.
 *
 * @throws UserError where the credentials are of another account than the installation
 */
export async function refuseOtherAccount({ environment, arn }: Located): Promise<void> {
  const [, , , region, account] = arn.split(":");
  const sts = new STSClient({ ...clientSettings(region, SILENCE), maxAttempts: 2 });
  // From a network that has only some of AWS's endpoints there may be no way to STS. Whatever else is wrong, the next call says.
  const given = await sts.send(new GetCallerIdentityCommand({})).then(
    ({ Account }) => Account,
    () => undefined,
  );
  if (given === undefined || given === account) return;
  const { AWS_PROFILE: profile } = process.env;
  throw new UserError(
    `"${environment}" is in the AWS account ${account}, but these credentials are of ${given}. Nothing was changed. ` +
      `Sign in to ${account}, or set AWS_PROFILE${profile ? `, which is "${profile}" now` : ""}. \`aws sts get-caller-identity\` shows whose they are.`,
  );
}

/**
 * The outputs of an installation, for a command that goes on to ask AWS about it.
 *
 * @throws UserError as `stackOutputs` does, and where the credentials are of another account
 */
export async function outputsInAccount(project: string, given: string | undefined): Promise<StackOutputs> {
  const outputs = await stackOutputs(project, given);
  const { environment } = outputs;
  await refuseOtherAccount({ environment, arn: outputs.text("database_cluster_arn") });
  return outputs;
}
