import type { SSMClient } from "@aws-sdk/client-ssm";
import { UserError } from "../../../src/user-error";
import { runProcess } from "../../system/run-process";
import { isNewer } from "./plugin-version";

/** The program that holds a session of AWS Systems Manager. */
export const PLUGIN = "session-manager-plugin";

/** The last version of it that does not take its session by this environment variable. */
const LAST_WITHOUT_VARIABLE = "1.2.497.0";
const VARIABLE = "AWS_SSM_START_SESSION_RESPONSE";

/** A session that was begun, as Systems Manager and ECS answer. */
export interface Session {
  readonly SessionId?: string;
  readonly TokenValue?: string;
  readonly StreamUrl?: string;
}

/** The version of the plugin, and the environment that it runs in. */
export interface PluginUse {
  readonly version: string;
  readonly env: NodeJS.ProcessEnv;
}

/** @returns the version of the plugin @throws a UserError where there is none */
export async function requirePlugin(env: NodeJS.ProcessEnv): Promise<string> {
  try {
    return (await runProcess(PLUGIN, ["--version"], { env })).stdout.trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new UserError(
      `The Session Manager plugin of the AWS CLI is needed, but no "${PLUGIN}" is on the PATH.\n` +
        "Install it: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html",
    );
  }
}

/**
 * The arguments and the environment by which the plugin takes a session, as the AWS CLI gives them.
 *
 * @param parameters of the request that began it, by which the plugin takes it up again after a lost connection
 */
export async function pluginCommand(
  { config }: SSMClient,
  session: Session,
  parameters: object,
  { version, env }: PluginUse,
): Promise<{ readonly args: string[]; readonly env: NodeJS.ProcessEnv }> {
  const text = JSON.stringify(session);
  // The token opens the session, and arguments of a process are seen by everybody on the machine.
  const takesVariable = isNewer(version, LAST_WITHOUT_VARIABLE);
  const region = await config.region();
  const args = [
    takesVariable ? VARIABLE : text,
    region,
    "StartSession",
    env.AWS_PROFILE ?? "",
    JSON.stringify(parameters),
    env.AWS_ENDPOINT_URL_SSM || env.AWS_ENDPOINT_URL || config.endpointProvider({ Region: region }).url.href,
  ];
  return { args, env: takesVariable ? { ...env, [VARIABLE]: text } : env };
}
