import { spawn } from "node:child_process";
import { type SSMClient, StartSessionCommand, TerminateSessionCommand } from "@aws-sdk/client-ssm";
import { PLUGIN, type PluginUse, pluginCommand } from "../../openemr/exec/plugin";

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

/**
 * Starts a session and has the plugin hold it, as `aws ssm start-session` does, until somebody ends this process. The
 * plugin gets a process group of its own: a signal to this process reaches it by way of this process only.
 *
 * @returns the exit code of a session that ended by itself, `undefined` where somebody ended it
 */
export async function holdTunnel(
  ssm: SSMClient,
  tunnel: Tunnel,
  use: PluginUse,
): Promise<number | undefined> {
  const parameters = parametersOf(tunnel);
  const { SessionId, TokenValue, StreamUrl } = await ssm.send(new StartSessionCommand(parameters));
  const plugin = await pluginCommand(ssm, { SessionId, TokenValue, StreamUrl }, parameters, use);
  const child = spawn(PLUGIN, plugin.args, {
    env: plugin.env,
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
