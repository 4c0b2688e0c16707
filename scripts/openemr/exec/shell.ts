import { spawn } from "node:child_process";
import { type ECSClient, ExecuteCommandCommand } from "@aws-sdk/client-ecs";
import type { SSMClient } from "@aws-sdk/client-ssm";
import { type Container, chooseContainer, requireExec, type Service } from "./exec-task";
import { PLUGIN, type PluginUse, pluginCommand } from "./plugin";

/** The clients of ECS, which begins a session, and of Systems Manager, which the plugin holds it with. */
export interface ShellClients {
  readonly ecs: ECSClient;
  readonly ssm: SSMClient;
}

/**
 * Runs a command in a running task of OpenEMR, in the terminal of whoever called this. All that is typed and shown is
 * recorded, as the cluster is set up.
 *
 * @returns the exit code of the plugin: ECS Exec does not tell that of the command
 * @throws UserError where ECS Exec is off, or no task takes a session
 */
export async function runInTask(
  { ecs, ssm }: ShellClients,
  service: Service,
  command: string,
  use: PluginUse,
): Promise<number> {
  await requireExec(ecs, service);
  const container = await chooseContainer(ecs, service);
  const { cluster } = service;
  const { session = {} } = await ecs.send(
    new ExecuteCommandCommand({
      cluster,
      task: container.taskId,
      container: "openemr",
      command,
      interactive: true,
    }),
  );
  const { sessionId: SessionId, tokenValue: TokenValue, streamUrl: StreamUrl } = session;
  const parameters = { Target: targetOf(cluster, container) };
  const plugin = await pluginCommand(ssm, { SessionId, TokenValue, StreamUrl }, parameters, use);
  const child = spawn(PLUGIN, plugin.args, { env: plugin.env, stdio: "inherit" });
  // Ctrl-C is meant for what runs in the task; the plugin, in the same terminal, hands it on.
  const ignore = () => {};
  process.on("SIGINT", ignore);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => resolve(code ?? 1));
    });
  } finally {
    process.off("SIGINT", ignore);
  }
}

function targetOf(cluster: string, { taskId, runtimeId }: Container): string {
  return `ecs:${cluster}_${taskId}_${runtimeId}`;
}
