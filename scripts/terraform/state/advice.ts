import path from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import type { StateSettings } from "../../../src/state/state-settings";
import { UserError } from "../../../src/user-error";
import { clientSettings } from "../../system/client-settings";
import { TerraformError } from "../terraform-diagnostics";
import { isCloud, movedStateAdvice } from "./moved-state";
import { lastPlace, namedPlace, settingsPlace } from "./place";
import { credentialsAdvice, s3Advice } from "./s3-advice";
import type { StateUse } from "./state-use";

/**
 * Looks at the place of a state after a run that failed: whether the state was the reason, and what to do about it.
 * It asks the place itself, and does not read the words of Terraform, which change. It changes nothing.
 *
 * @returns `undefined` where nothing is wrong with the place, or it does not answer
 */
export async function stateAdvice(use: StateUse, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folder = path.join(use.project, use.folder);
  const [named, last] = [namedPlace(folder), lastPlace(folder)];
  if (!named) return undefined;
  const moved = last && movedStateAdvice(last, named, use);
  if (moved) return moved;
  if (named.type === "s3") return s3Advice(named.config, use);
  if (isCloud(named)) {
    // It loads cdktf, which takes half a second and which most commands do not need.
    const { cloudAdvice } = require("./cloud-advice") as typeof import("./cloud-advice");
    return cloudAdvice(named.config, use, env);
  }
  // The lock of a local state ends with the process that holds it.
  return undefined;
}

/**
 * Looks, before a stack is synthesized, whether Terraform Cloud is about to get its state, or to lose it: Terraform would
 * ask what cdktf cannot answer, or would silently go on with another workspace's state.
 */
export function cloudMoveAdvice(settings: StateSettings, use: StateUse): string | undefined {
  const [last, named] = [lastPlace(path.join(use.project, use.folder)), settingsPlace(settings)];
  return last && [last, named].some(isCloud) ? movedStateAdvice(last, named, use) : undefined;
}

/** Runs what uses state, and completes an error of Terraform by what is wrong with the state's place. */
export async function explainingState<T>(use: StateUse, action: () => Promise<T>): Promise<T> {
  return completing(action, () => stateAdvice(use, process.env));
}

/** Runs what needs credentials of AWS, and completes an error of Terraform where there are none. */
export async function explainingCredentials<T>(command: string, action: () => Promise<T>): Promise<T> {
  return completing(action, () => credentialsAdvice(new S3Client(clientSettings(undefined)), { command }));
}

async function completing<T>(
  action: () => Promise<T>,
  advise: () => Promise<string | undefined>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const advice = error instanceof TerraformError && (await advise());
    if (!advice) throw error;
    throw new UserError(`${(error as TerraformError).message}\n\n${advice}`);
  }
}
