import { GuarddutyDetector } from "@cdktf/provider-aws/lib/guardduty-detector";
import { GuarddutyDetectorFeature } from "@cdktf/provider-aws/lib/guardduty-detector-feature";
import { Construct } from "constructs";
import type { Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";

/**
 * Features of a detector by AWS's names ("GuardDuty feature enablement"); each is set, as AWS turns some on in a new one.
 *
 * Runtime monitoring is off: GuardDuty would put a container of its own into each task, which the task's role of execution
 * has to fetch, and an endpoint with a security group into the VPC, which stay behind and keep the VPC from being deleted.
 * An installation has no EKS and no EBS.
 */
const FEATURES = {
  S3_DATA_EVENTS: true,
  RDS_LOGIN_EVENTS: true,
  LAMBDA_NETWORK_LOGS: true,
  EKS_AUDIT_LOGS: false,
  EBS_MALWARE_PROTECTION: false,
  RUNTIME_MONITORING: false,
} as const;

/**
 * Parts of runtime monitoring. AWS tells them also while it is off, and the provider would make the feature anew in each plan
 * that leaves them out (terraform-provider-aws, issue 36695).
 */
const RUNTIME_AGENTS = ["EC2_AGENT_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EKS_ADDON_MANAGEMENT"];

export interface GuardDutyProps {
  /** Known at plan time. */
  readonly enabled: Value<boolean>;
}

/** Amazon GuardDuty for the account in this region, which has one detector at most. It looks at logs by itself. */
export class GuardDuty extends Construct {
  constructor(scope: Construct, id: string, { enabled }: GuardDutyProps) {
    super(scope, id);
    const on = new Toggle(this, "Default", enabled);
    const detector = new GuarddutyDetector(on, "detector", {
      enable: true,
      findingPublishingFrequency: "FIFTEEN_MINUTES",
    });
    for (const [name, isOn] of Object.entries(FEATURES)) {
      new GuarddutyDetectorFeature(on, name.toLowerCase(), {
        detectorId: detector.id,
        name,
        status: isOn ? "ENABLED" : "DISABLED",
        ...(name === "RUNTIME_MONITORING" && {
          additionalConfiguration: RUNTIME_AGENTS.map((agent) => ({ name: agent, status: "DISABLED" })),
        }),
      });
    }
  }
}
