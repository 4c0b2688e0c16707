import { DescribeResourcePoliciesCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeAddressesCommand, DescribeVpcsCommand } from "@aws-sdk/client-ec2";
import { ADDRESSES, type Quota, raise, readLimit, VPCS } from "../../aws/service-quotas";
import type { Clients } from "../account";
import type { CheckedEnvironment } from "../environment";
import { type Answer, type Question, right, unknown, wrong } from "../question";
import { isOfInstallation } from "../tags";
import { fargateQuestion } from "./fargate";

const AREA = "Quotas";

/** CloudWatch Logs allows ten in a region, and no more on request ("CloudWatch Logs quotas"). */
const MOST_LOG_POLICIES = 10;
/** Last parts of the names of those that an installation makes. */
const LOG_POLICIES = ["dns-query-log", "web-firewall-log"];

/** The things of one installation that count against quotas which all installations of an account share. */
export interface SharedUse {
  readonly vpcs: number;
  readonly addresses: number;
  readonly logPolicies: number;
}

export function sharedUse(environment: CheckedEnvironment): SharedUse {
  const inExistingVpc = environment.text("vpc_id") !== undefined;
  const gateways = environment.isOn("single_nat_gateway") ? 1 : environment.number("availability_zone_count");
  return {
    vpcs: inExistingVpc ? 0 : 1,
    // Each NAT gateway has one.
    addresses: inExistingVpc || !environment.isOn("enable_nat_gateways") ? 0 : gateways,
    logPolicies: ["enable_web_firewall", "enable_dns_query_log"].filter((toggle) => environment.isOn(toggle))
      .length,
  };
}

/** Limits of `account`, with how much of them others use. */
export function quotaQuestions(
  { cloudwatch, ec2, logs, quotas }: Clients,
  environment: CheckedEnvironment,
  account: string | undefined,
): Question[] {
  const limit = async (quota: Quota) => ({ quota, limit: await readLimit(quotas, quota) });
  const use = sharedUse(environment);
  return [
    {
      area: AREA,
      what: VPCS.what,
      ask: async () => {
        const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
        // One that another account shares counts against the quota of that account.
        const owned = Vpcs.filter(({ OwnerId }) => OwnerId === account);
        const others = owned.filter(({ Tags }) => !isOfInstallation(environment, Tags)).length;
        return judge({ ...(await limit(VPCS)), others, needed: use.vpcs });
      },
    },
    {
      area: AREA,
      what: ADDRESSES.what,
      ask: async () => {
        const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({}));
        const others = Addresses.filter(({ Tags }) => !isOfInstallation(environment, Tags)).length;
        return judge({ ...(await limit(ADDRESSES)), others, needed: use.addresses });
      },
    },
    fargateQuestion(cloudwatch, quotas, environment),
    {
      area: AREA,
      what: "resource policies of CloudWatch Logs",
      ask: async () => {
        const { resourcePolicies = [] } = await logs.send(new DescribeResourcePoliciesCommand({ limit: 50 }));
        const own = LOG_POLICIES.map((policy) => `${environment.prefix}-${policy}`);
        const others = resourcePolicies.filter(({ policyName = "" }) => !own.includes(policyName));
        const needed = use.logPolicies;
        const seen = `${others.length} of ${MOST_LOG_POLICIES} are others', ${needed} ${needed === 1 ? "is" : "are"} needed`;
        return others.length + needed <= MOST_LOG_POLICIES
          ? right(seen)
          : wrong(
              seen,
              "aws logs delete-resource-policy --policy-name <one that nothing needs>; there are never more",
            );
      },
    },
  ];
}

interface Use {
  readonly quota: Quota;
  readonly limit: number | undefined;
  /** How many others have. */
  readonly others: number;
  readonly needed: number;
}

function judge({ quota, limit, others, needed }: Use): Answer {
  if (limit === undefined) return unknown("Service Quotas gives no value");
  const seen = `${others} of ${limit} are others', ${needed} ${needed === 1 ? "is" : "are"} needed`;
  if (others + needed <= limit) return right(seen);
  return wrong(seen, raise(quota, others + needed));
}
