import { ECSClient } from "@aws-sdk/client-ecs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { UserError } from "../../../src/user-error";
import { explainingAws } from "../../aws/aws-error";
import { chooseContainer, requireExec } from "../../openemr/exec/exec-task";
import { requirePlugin } from "../../openemr/exec/plugin";
import { clientSettings } from "../../system/client-settings";
import { command, type Surroundings } from "../../terminal/command";
import { type Arguments, COMMAND_LINE } from "./arguments";
import { connectionText } from "./connection-text";
import { requireFreePort } from "./local-port";
import { findPlace } from "./place";
import { holdTunnel } from "./session";

/** `npm run port-forward`: a port of this machine that leads into an installation, through one of its tasks. */
async function portForward(given: Arguments, { project, env }: Surroundings): Promise<void> {
  const place = await findPlace(project, given);
  await requireFreePort(given.localPort);
  const version = await requirePlugin(env);
  const settings = clientSettings(place.region);
  const [ecs, ssm] = [new ECSClient(settings), new SSMClient(settings)];
  const code = await explainingAws(async () => {
    const service = { ...place, region: await ecs.config.region() };
    await requireExec(ecs, service);
    const container = await chooseContainer(ecs, service);
    console.log(connectionText(given, service, container.taskId));
    const tunnel = { ...container, cluster: place.cluster, host: place.host, port: given.port };
    return holdTunnel(ssm, { ...tunnel, localPort: given.localPort }, { version, env });
  }, "npm run port-forward -- --help has the permissions that the command takes.");
  if (code === undefined) {
    console.log("The port is closed.");
    return;
  }
  throw new UserError(
    `\nThe port is closed: the session ended by itself (exit code ${code}). Unless the reason is above, it was idle for\n` +
      "too long (20 minutes, where the account does not set it otherwise), or the task ended. Run the same command again.",
  );
}

command(module, { ...COMMAND_LINE, changesSomething: true, run: portForward });
