import { DescribeRulesCommand, ModifyRuleCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { MAINTENANCE_PAGE_PATHS } from "../../../src/edge/maintenance-page-paths";
import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import type { Step } from "../step";

/** The load balancer answers everybody with a page (503) that says that OpenEMR is stopped, before it is. */
export function showMaintenancePage(installation: Installation): Step {
  return answersWithPage(installation, "Show a page that says that OpenEMR is stopped", "shown");
}

/** People reach OpenEMR again. */
export function hideMaintenancePage(installation: Installation): Step {
  return answersWithPage(installation, "Show OpenEMR in place of that page", "hidden");
}

function answersWithPage(
  installation: Installation,
  title: string,
  state: keyof typeof MAINTENANCE_PAGE_PATHS,
): Step {
  const { clients, maintenancePageRule: RuleArn } = installation;
  const wanted = MAINTENANCE_PAGE_PATHS[state];
  return {
    title,
    takes: "1 s",
    look: async () => ({ is: (await pathOf(installation)) === wanted ? "done" : "to do" }),
    begin: async () => {
      const Conditions = [{ Field: "path-pattern", PathPatternConfig: { Values: [wanted] } }];
      await clients.loadBalancers.send(new ModifyRuleCommand({ RuleArn, Conditions }));
    },
  };
}

async function pathOf({
  clients,
  environment,
  maintenancePageRule,
}: Installation): Promise<string | undefined> {
  const query = new DescribeRulesCommand({ RuleArns: [maintenancePageRule] });
  const { Rules: [rule] = [] } = await clients.loadBalancers.send(query);
  if (!rule)
    throw new UserError(
      `AWS has no rule ${maintenancePageRule}. Deploy it again: npm run deploy -- ${environment}`,
    );
  return rule.Conditions?.[0]?.PathPatternConfig?.Values?.[0];
}
