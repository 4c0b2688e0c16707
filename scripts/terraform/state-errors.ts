import { UserError } from "../../src/user-error";
import { cloudAdvice } from "./cloud-errors";
import type { StateUse } from "./state-use";
import { TerraformError } from "./terraform-diagnostics";

/**
 * Advice for an error of the state's backend, for which Terraform itself gives none.
 *
 * @returns `undefined` for any other error
 */
export function stateAdvice(output: string, use: StateUse): string | undefined {
  const text = output.replace(/\s*\n[\s│]*/g, " ");
  const bucket = /S3 bucket "([^"]+)" does not exist/.exec(text)?.[1];
  if (bucket) {
    return (
      `The state bucket "${bucket}" (context.state of cdktf.json, or OPENEMR_STATE_BUCKET) does not exist. Nothing was changed. ` +
      "Correct the name, use the credentials of the account that has it, or create it: npm run bootstrap"
    );
  }
  if (/No valid credential sources? found/.test(text)) return credentialsAdvice(use);
  if (/Backend configuration changed/.test(text)) return movedAdvice(use);
  const unset = /no backend type named "none \((.+?)\)"/.exec(text)?.[1];
  if (unset) return `The state has no place yet. Nothing was changed: ${unset}.`;
  if (/checksum stored in DynamoDB/.test(text)) return checksumAdvice(text);
  const advice = cloudAdvice(text, use);
  if (advice) return advice;
  if (/Error acquiring the state lock/.test(text)) return lockAdvice(text, use);
  return undefined;
}

/** Runs what uses state, and completes an error of the backend by what to do. */
export async function explainingState<T>(use: StateUse, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const advice = error instanceof TerraformError && stateAdvice(error.message, use);
    if (!advice) throw error;
    throw new UserError(`${(error as TerraformError).message}\n\n${advice}`);
  }
}

function credentialsAdvice({ command }: StateUse): string {
  return (
    "No AWS credentials: `aws sts get-caller-identity` must answer. " +
    `Sign in (aws sso login, or aws configure) or set AWS_PROFILE, and repeat: ${command}`
  );
}

function movedAdvice({ command, folder }: StateUse): string {
  return [
    "The settings of the state (context.state of cdktf.json, or OPENEMR_STATE_...) were changed since the last run here. Nothing was changed in AWS.",
    "If the state is still in the place that they named before, take it along to the new one:",
    `  terraform -chdir=${folder} init -migrate-state`,
    "Only if it is in the place that they name now, or there is none yet, forget the former place:",
    `  terraform -chdir=${folder} init -reconfigure`,
    "Without its state, Terraform would make everything a second time: look at the plan before you agree to it.",
    `Then repeat: ${command}`,
  ].join("\n");
}

function checksumAdvice(text: string): string {
  const bucket = /Bucket:\s+(\S+)/.exec(text)?.[1] ?? "<bucket>";
  const key = /Key:\s+(\S+)/.exec(text)?.[1] ?? "<key>";
  return [
    "The state in the bucket is not the one that Terraform wrote last: it was deleted or replaced by hand. Nothing was changed.",
    "Restore the last version, which the bucket still has (of a deleted one, delete the delete marker):",
    `  aws s3api list-object-versions --bucket ${bucket} --prefix ${key}`,
    "Only to begin this state anew, remove its checksum, and repeat the command:",
    `  aws dynamodb delete-item --table-name <lock table> --key '{"LockID":{"S":"${bucket}/${key}-md5"}}'`,
  ].join("\n");
}

function lockAdvice(text: string, { command, folder }: StateUse): string {
  const field = (name: string) => new RegExp(`\\b${name}: +(\\S+(?: [0-9:]{8})?)`).exec(text)?.[1];
  const who = field("Who");
  const id = field("ID");
  if (!id) {
    return "The lock on the state could not be taken. Look at the lock table that Terraform names above; nothing was changed.";
  }
  return [
    `Another run${who ? ` (${who}, since ${field("Created")} UTC)` : ""} holds the lock on this state. Nothing was changed.`,
    `Wait for it to end, and repeat: ${command}`,
    "Only when that run is certainly dead, release its lock, and repeat the command:",
    `  terraform -chdir=${folder} force-unlock ${id}`,
  ].join("\n");
}
