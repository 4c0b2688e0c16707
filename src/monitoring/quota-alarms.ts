import type { AlarmDefinition, Metric } from "./alarm";
import { askForMore } from "./next-steps";

const usage = (name: string, statistic: string, dimensions: Metric["dimensions"]): Metric => ({
  namespace: "AWS/Usage",
  name,
  dimensions,
  statistic,
});
/** vCPUs of all Fargate tasks of the account in the region. */
export const FARGATE_USE = usage("ResourceCount", "Maximum", {
  Service: "Fargate",
  Type: "Resource",
  Resource: "vCPU",
  Class: "Standard/OnDemand",
});
const ofFunctions = (name: string): Metric => ({
  namespace: "AWS/Lambda",
  name,
  dimensions: {},
  statistic: "Maximum",
});

/**
 * Quotas of the account in this region that everything in it shares, and whose use CloudWatch compares with the quota. The
 * document says which others there are, and where they are looked at. Sources: "AWS Fargate usage metrics", "Monitoring
 * concurrency" of AWS Lambda and "Request quotas" of AWS KMS, read on 2026-11-30.
 */
export function quotaAlarms(): AlarmDefinition[] {
  const quota = { area: "Account", above: 80 } as const;
  return [
    {
      ...quota,
      name: "fargate-quota",
      says: "The account uses more than 80 % of the Fargate vCPUs that it may use in this region.",
      means: "When it uses all, no new task of OpenEMR starts, not even in place of one that ended.",
      todo: `Run npm run check -- <environment>: it shows the quota. Ask AWS for more, which often takes a day: ${askForMore("fargate", "L-3032A538")}`,
      metric: FARGATE_USE,
      calculated: { as: "percent of quota" },
      period: 300,
      bad: 2,
      of: 2,
    },
    {
      ...quota,
      name: "function-quota",
      says: "Functions of the account use more than 80 % of what may run at the same time in this region.",
      means:
        "When they use all, AWS refuses to run functions: mail is not forwarded, exports and rotations of passwords do not begin.",
      todo: `Find out which function runs so often: Lambda in the console shows it. In a new account only 10 may run at a time; ask AWS for more: ${askForMore("lambda", "L-B99A9384")}`,
      // Concurrency that is reserved for one function is in use for all others.
      metric: ofFunctions("ClaimedAccountConcurrency"),
      calculated: { as: "percent of quota", of: ofFunctions("ConcurrentExecutions") },
      period: 300,
      bad: 2,
      of: 2,
    },
    {
      ...quota,
      name: "key-quota",
      says: "The account makes more than 80 % of the calls to AWS KMS that it may make in this region.",
      means:
        "When it makes more, AWS refuses some: files, secrets and backups that need a key then cannot be read or written.",
      todo: `Find out who calls Decrypt so often: npm run logs -- <environment> audit --since 15m. OpenEMR makes only a few calls a minute. If the calls are needed, ask AWS for more: ${askForMore("kms", "L-6E3AF000")}`,
      metric: usage("CallCount", "Sum", {
        Service: "KMS",
        Type: "API",
        Resource: "CryptographicOperationsSymmetric",
        Class: "None",
      }),
      calculated: { as: "percent of quota" },
      period: 60,
      bad: 3,
      of: 5,
    },
    {
      ...quota,
      name: "load-balancer-quota",
      says: "The account has more than 80 % of the Application Load Balancers that it may have in this region.",
      means:
        "When it has all of them, no other installation can be deployed in this region, and one that was destroyed cannot be deployed again.",
      todo: `Delete load balancers that nobody needs, or ask AWS for more: ${askForMore("elasticloadbalancing", "L-53DA6B97")}`,
      metric: usage("ResourceCount", "Maximum", {
        Service: "Elastic Load Balancing",
        Type: "Resource",
        Resource: "ApplicationLoadBalancersPerRegion",
        Class: "None",
      }),
      calculated: { as: "percent of quota" },
      period: 3600,
      bad: 1,
      of: 1,
    },
  ];
}
