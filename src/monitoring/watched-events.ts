import type { WatchedEvent } from "./events";

export interface WatchedEventsProps {
  /** ARN of the ECS service. */
  readonly serviceArn: string;
  /** Identifier of the database's cluster. */
  readonly clusterIdentifier: string;
}

/** Events by the pages "Amazon ECS service deployment state change events" and "Amazon RDS event categories", read on 2026-11-29. */
export function watchedEvents({ serviceArn, clusterIdentifier }: WatchedEventsProps): WatchedEvent[] {
  return [
    {
      name: "deployment-failed",
      description: "A deployment of OpenEMR failed; ECS goes back to the one before.",
      pattern: {
        source: ["aws.ecs"],
        "detail-type": ["ECS Deployment State Change"],
        resources: [serviceArn],
        detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
      },
      values: { reason: "$.detail.reason", time: "$.time" },
      text: "A deployment of OpenEMR failed at <time>: <reason> ECS goes back to the one before, if there was one. Next: npm run status shows what the tasks said.",
    },
    {
      name: "database-failover",
      description: "The database failed over, or failed to.",
      pattern: {
        source: ["aws.rds"],
        "detail-type": ["RDS DB Cluster Event"],
        detail: { SourceIdentifier: [clusterIdentifier], EventCategories: ["failover", "failure"] },
      },
      values: { message: "$.detail.Message", time: "$.time" },
      text: "The database of OpenEMR at <time>: <message> People had errors for half a minute. Next: npm run status.",
    },
    {
      name: "database-maintenance",
      description: "AWS maintains the database, or announces that it will.",
      pattern: {
        source: ["aws.rds"],
        "detail-type": ["RDS DB Cluster Event"],
        detail: { SourceIdentifier: [clusterIdentifier], EventCategories: ["maintenance"] },
      },
      values: { message: "$.detail.Message", time: "$.time" },
      text: "Maintenance of OpenEMR's database at <time>: <message>",
    },
  ];
}
