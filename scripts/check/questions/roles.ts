import { GetRoleCommand } from "@aws-sdk/client-iam";
import type { Clients } from "../account";
import type { CheckedEnvironment } from "../environment";
import { type Question, right, wrong } from "../question";

/** Service-linked roles, by the service that takes each: each service's page on "Using service-linked roles". */
const ROLES: Readonly<Record<string, string>> = {
  "rds.amazonaws.com": "AWSServiceRoleForRDS",
  "ecs.amazonaws.com": "AWSServiceRoleForECS",
  "elasticloadbalancing.amazonaws.com": "AWSServiceRoleForElasticLoadBalancing",
  "elasticache.amazonaws.com": "AWSServiceRoleForElastiCache",
  "elasticfilesystem.amazonaws.com": "AWSServiceRoleForAmazonElasticFileSystem",
  "ecs.application-autoscaling.amazonaws.com": "AWSServiceRoleForApplicationAutoScaling_ECSService",
  "backup.amazonaws.com": "AWSServiceRoleForBackup",
};
const ACCELERATOR: Readonly<Record<string, string>> = {
  "globalaccelerator.amazonaws.com": "AWSServiceRoleForGlobalAccelerator",
};

/**
 * AWS makes these roles when their service is used for the first time. That can be too late for the first resource, as
 * terraform-aws-modules/terraform-aws-rds 364 shows for RDS.
 */
export function roleQuestions({ iam }: Clients, environment: CheckedEnvironment): Question[] {
  const needed = { ...ROLES, ...(environment.isOn("enable_global_accelerator") && ACCELERATOR) };
  return Object.entries(needed).map(([service, role]) => ({
    area: "Service-linked roles",
    what: service,
    ask: async () => {
      try {
        await iam.send(new GetRoleCommand({ RoleName: role }));
        return right(role);
      } catch (error) {
        if (!/^NoSuchEntity/.test((error as Error).name)) throw error;
        return wrong(
          `${role} is not there; the first use of the service may fail`,
          `aws iam create-service-linked-role --aws-service-name ${service}`,
        );
      }
    },
  }));
}
