import { DescribeSecurityGroupsCommand } from "@aws-sdk/client-ec2";
import type { AskedServices } from "../../check/asked-services";
import { checkAccount } from "../../check/check-account";
import type { CheckedEnvironment } from "../../check/environment";
import { askAll, type Finding } from "../../check/question";
import { guardDutyQuestions } from "../../check/questions/guardduty";

/**
 * Finds what in the account is not right for a deployment of an environment: for a first one all that `npm run check`
 * asks, and later what AWS would refuse after other things are made.
 *
 * @returns `undefined` where the account cannot be asked: Terraform says why then
 */
export async function accountProblems(
  environment: CheckedEnvironment,
  services: AskedServices,
): Promise<Finding[] | undefined> {
  const isThere = await askWhetherThere(environment, services).catch(() => undefined);
  if (isThere === undefined) return undefined;
  const findings = isThere
    ? await askAll(guardDutyQuestions(services.clients, environment))
    : await checkAccount(environment, services);
  return findings.filter(({ verdict }) => verdict !== "right");
}

async function askWhetherThere(
  environment: CheckedEnvironment,
  { clients }: AskedServices,
): Promise<boolean> {
  const tagged = (key: string, value: string) => ({ Name: `tag:${key}`, Values: [value] });
  // A VPC may have been there before; each installation has security groups of its own.
  const { SecurityGroups = [] } = await clients.ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [tagged("Application", environment.text("name")!), tagged("Environment", environment.name)],
    }),
  );
  return SecurityGroups.length > 0;
}
