import { setTimeout as sleep } from "node:timers/promises";
import { explainingAws } from "../../aws/aws-error";
import { outputsInAccount } from "../../openemr/account";
import { command, type Surroundings } from "../../terminal/command";
import { confirm } from "../../terminal/confirm";
import { type Arguments, COMMAND_LINE } from "./arguments";
import { makeClients } from "./clients";
import { type AnalyticsEnvironment, clearEnvironment } from "./environment";
import { removeSecurityGroups } from "./security-groups";

/** `npm run clear-studio`: deletes what keeps SageMaker Studio, or the VPC after it, from being deleted. */
async function clearStudio(options: Arguments, { project, env }: Surroundings): Promise<void> {
  const tools = {
    say: (line: string) => console.log(line),
    confirm: (question: string) => confirm(question, options.yes),
    pause: () => sleep(10_000),
  };
  const { vpc } = options;
  if (vpc) {
    const region = options.region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION);
    await explaining(() => removeSecurityGroups(makeClients(region), vpc, tools));
    return;
  }
  const { environment, values } = await outputsInAccount(project, options.environment);
  const found = values.analytics_environment as AnalyticsEnvironment | null | undefined;
  // arn:aws:rds:<region>:<account>:cluster:<name>
  const clients = makeClients(options.region ?? String(values.database_cluster_arn).split(":")[3]);
  await explaining(() =>
    found
      ? clearEnvironment(clients, environment, found, tools)
      : removeSecurityGroups(clients, String(values.vpc_id), tools),
  );
}

function explaining(run: () => Promise<void>): Promise<void> {
  return explainingAws(run, 'docs/analytics.md, "Turn it off", has the permissions that the command takes.');
}

command(module, { ...COMMAND_LINE, changesSomething: true, run: clearStudio });
