import type { Construct } from "constructs";
import type { Application } from "../application/application";
import type { EcsExec } from "../application/ecs-exec";
import type { AuditTrail } from "../audit/audit-trail";
import type { Database } from "../database/database";
import type { Edge } from "../edge/edge";
import type { Network } from "../network/network";
import { declareOutput } from "../terraform/output";

export interface LogSources {
  readonly network: Network;
  readonly edge: Edge;
  readonly database: Database;
  readonly exec: EcsExec;
  readonly auditTrail: AuditTrail;
  readonly application: Application;
}

/** Gives out where all logs of an installation are. */
export function declareLogs(scope: Construct, sources: LogSources): void {
  const { network, edge, database, exec, auditTrail, application } = sources;
  declareOutput(scope, "log_bucket_names", "Buckets with access logs and the audit trail.", {
    access: edge.loadBalancer.accessLogs.name,
    audit: auditTrail.bucketName,
    exec: exec.bucket.name,
  });
  declareOutput(scope, "log_group_names", "CloudWatch log groups.", {
    application: application.task.logGroup.name,
    audit: auditTrail.logGroupName,
    database: database.logGroupNames,
    dns: network.dnsQueryLog.logGroupName,
    exec: exec.logGroup.name,
    firewall: edge.firewall.logGroupName,
    network: network.flowLogGroupName,
  });
}
