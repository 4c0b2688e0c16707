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
type ServiceRole = readonly [service: string, role: string];

/** A channel's first configuration fails without it (hashicorp/terraform-provider-aws 41183). */
const CHAT_ROLE: ServiceRole = ["management.chatbot.amazonaws.com", "AWSServiceRoleForAWSChatbot"];

/** By the variable that switches on what needs the role. */
const ROLES_BY_TOGGLE: Readonly<Record<string, ServiceRole>> = {
  enable_dns_query_log: ["route53resolver.amazonaws.com", "AWSServiceRoleForRoute53Resolver"],
  enable_global_accelerator: ["globalaccelerator.amazonaws.com", "AWSServiceRoleForGlobalAccelerator"],
  slack_channel: CHAT_ROLE,
  teams_channel: CHAT_ROLE,
};

/**
 * AWS makes these roles when their service is used for the first time. That can be too late for the first resource, as
 * terraform-aws-modules/terraform-aws-rds 364 shows for RDS.
 */
export function roleQuestions({ iam }: Clients, environment: CheckedEnvironment): Question[] {
  const toggled = Object.entries(ROLES_BY_TOGGLE).filter(
    ([toggle]) => environment.isOn(toggle) || environment.text(toggle),
  );
  const roles = new Map([...Object.entries(ROLES), ...toggled.map(([, role]) => role)]);
  return [...roles].map(([service, role]) => ({
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
