import { setTimeout as sleep } from "node:timers/promises";
import { command, type Surroundings } from "../../terminal/command";
import { confirm } from "../../terminal/confirm";
import { stackOutputs } from "../../terraform/stack-outputs";
import { type Arguments, COMMAND_LINE } from "./arguments";
import { AwsCli } from "./aws-cli";
import { clearEnvironment } from "./environment";
import { removeSecurityGroups } from "./security-groups";

/** `npm run clear-studio`: deletes what keeps SageMaker Studio, or the VPC after it, from being deleted. */
async function clearStudio(options: Arguments, { project }: Surroundings): Promise<void> {
  const tools = {
    say: (line: string) => console.log(line),
    confirm: (question: string) => confirm(question, options.yes),
    pause: () => sleep(10_000),
  };
  if (options.vpc) {
    await removeSecurityGroups(new AwsCli(options.region), options.vpc, tools);
    return;
  }
  const { environment, ...outputs } = await stackOutputs(project, options.environment);
  const found = outputs.values.analytics_environment as { region: string } | null | undefined;
  // arn:aws:rds:<region>:<account>:cluster:<name>
  const region = options.region ?? String(outputs.values.database_cluster_arn).split(":")[3];
  const aws = new AwsCli(region);
  if (found) await clearEnvironment(aws, environment, found, tools);
  else await removeSecurityGroups(aws, String(outputs.values.vpc_id), tools);
}

command(module, { ...COMMAND_LINE, run: clearStudio });
