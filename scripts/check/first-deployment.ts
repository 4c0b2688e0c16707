import { DescribeSecurityGroupsCommand } from "@aws-sdk/client-ec2";
import { checkAccount, type World } from "./check-account";
import type { CheckedEnvironment } from "./environment";
import type { Finding } from "./question";

/**
 * Finds what is not right for a first deployment of an environment.
 *
 * @returns `undefined` where the account has the installation already, or cannot be asked: Terraform says why then
 */
export async function problemsOfFirstDeployment(
  environment: CheckedEnvironment,
  world: World,
): Promise<Finding[] | undefined> {
  try {
    if (await isThere(environment, world)) return undefined;
    return (await checkAccount(environment, world)).filter(({ verdict }) => verdict !== "right");
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
