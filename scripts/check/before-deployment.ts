import { DescribeSecurityGroupsCommand } from "@aws-sdk/client-ec2";
import { checkAccount, type World } from "./check-account";
import type { CheckedEnvironment } from "./environment";
import { askAll, type Finding } from "./question";
import { guardDutyQuestions } from "./questions/guardduty";

/**
 * Finds what is not right for a deployment of an environment: for a first one all that `npm run check` asks, and later
 * what AWS would refuse after other things are made.
 *
 * @returns `undefined` where the account cannot be asked: Terraform says why then
 */
export async function problemsOfDeployment(
  environment: CheckedEnvironment,
  world: World,
): Promise<Finding[] | undefined> {
  try {
    const findings = (await isThere(environment, world))
      ? await askAll(guardDutyQuestions(world.clients, environment))
      : await checkAccount(environment, world);
    return findings.filter(({ verdict }) => verdict !== "right");
  } catch {
    return undefined;
  }
}

async function isThere(environment: CheckedEnvironment, { clients }: World): Promise<boolean> {
  const tagged = (key: string, value: string) => ({ Name: `tag:${key}`, Values: [value] });
  // A VPC may have been there before; each installation has security groups of its own.
  const { SecurityGroups = [] } = await clients.ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [tagged("Application", environment.text("name")!), tagged("Environment", environment.name)],
    }),
  );
  return SecurityGroups.length > 0;
}
