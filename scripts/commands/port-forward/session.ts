import { spawn } from "node:child_process";
import { type SSMClient, StartSessionCommand, TerminateSessionCommand } from "@aws-sdk/client-ssm";
import { UserError } from "../../../src/user-error";
import { runProcess } from "../../system/run-process";
import { isNewer } from "./versions";

/** The program that holds the tunnel. */
const PLUGIN = "session-manager-plugin";

/** The last version of it that does not take its session by this environment variable. */
const LAST_WITHOUT_VARIABLE = "1.2.497.0";
const VARIABLE = "AWS_SSM_START_SESSION_RESPONSE";

/** Time for ending a session. */
const PATIENCE_MS = 5_000;

/** A way through a container. */
export interface Tunnel {
  readonly cluster: string;
  readonly taskId: string;
  readonly runtimeId: string;
  /** @default - the container itself */
  readonly host?: string;
  readonly port: number;
  readonly localPort: number;
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
 * Starts a session and has the plugin hold it, as `aws ssm start-session` does, until somebody ends this process. The
 * plugin gets a process group of its own: a signal to this process reaches it by way of this process only.
 *
 * @returns the exit code of a session that ended by itself, `undefined` where somebody ended it
 */
export async function holdTunnel(
  ssm: SSMClient,
  tunnel: Tunnel,
  { version, env }: { readonly version: string; readonly env: NodeJS.ProcessEnv },
): Promise<number | undefined> {
  const parameters = parametersOf(tunnel);
  const { SessionId, TokenValue, StreamUrl } = await ssm.send(new StartSessionCommand(parameters));
  const session = JSON.stringify({ SessionId, TokenValue, StreamUrl });
  // The token opens the tunnel, and arguments of a process are seen by everybody on the machine.
  const takesVariable = isNewer(version, LAST_WITHOUT_VARIABLE);
  const region = await ssm.config.region();
  const args = [
    takesVariable ? VARIABLE : session,
    region,
    "StartSession",
    env.AWS_PROFILE ?? "",
    JSON.stringify(parameters),
    env.AWS_ENDPOINT_URL_SSM ||
      env.AWS_ENDPOINT_URL ||
      ssm.config.endpointProvider({ Region: region }).url.href,
  ];
  const child = spawn(PLUGIN, args, {
    env: takesVariable ? { ...env, [VARIABLE]: session } : env,
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  let stopped = false;
  const stop = () => {
    stopped = true;
    // It ends its session on SIGINT, and on no other signal. npm repeats what a terminal sends.
    child.kill("SIGINT");
    setTimeout(() => child.kill("SIGTERM"), PATIENCE_MS).unref();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, stop);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => resolve(code ?? 1));
    });
    return stopped ? undefined : code;
  } catch (error) {
    await ssm.send(new TerminateSessionCommand({ SessionId }));
    throw error;
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}

function parametersOf({ cluster, taskId, runtimeId, host, port, localPort }: Tunnel) {
  const ports = { portNumber: [String(port)], localPortNumber: [String(localPort)] };
  return {
    Target: `ecs:${cluster}_${taskId}_${runtimeId}`,
    DocumentName: host ? "AWS-StartPortForwardingSessionToRemoteHost" : "AWS-StartPortForwardingSession",
    Parameters: host ? { host: [host], ...ports } : ports,
  };
}
