import type { Value } from "../terraform/expression";
import type { WatchedEvent } from "./events";

export interface WatchedEventsProps {
  /** Name of the ECS service, and ARN of its cluster. */
  readonly service: string;
  readonly clusterArn: string;
  /** ARN of the ECS service. */
  readonly serviceArn: string;
  /** Identifier of the database's cluster, and its ARN. */
  readonly clusterIdentifier: string;
  readonly databaseArn: string;
  readonly fileSystemArn: string;
  /** ARN of the role by which this installation's backups are restored. */
  readonly restoreRoleArn: string;
  /** ARN of the vault that backups are copied from. */
  readonly vaultArn: string;
  /** Backups are copied elsewhere; known at plan time. */
  readonly copiesElsewhere: Value<boolean>;
  /** Exports for analytics are there; known at plan time. */
  readonly exports: Value<boolean>;
  /** OpenEMR sends mail; known at plan time. */
  readonly sendsMail: Value<boolean>;
  /** Beginning of the ARNs of the definition of tasks that copy files for analytics, up to the revision. */
  readonly fileExportDefinition: string;
}

/** Name of the event of a copy that ended well. */
export const COPIES_RULE = "copy-completed";

/**
 * Events by the pages "Amazon ECS events" (tasks and deployments) and "Monitoring AWS Backup events using Amazon
 * EventBridge", read on 2026-11-30, and "Amazon RDS event categories", read on 2026-11-29. The reason of a container
 * without memory is that of "Troubleshooting Amazon ECS OutOfMemoryError errors", read on 2026-11-30.
 */
export function watchedEvents({
  service,
  clusterArn,
  serviceArn,
  clusterIdentifier,
  databaseArn,
  fileSystemArn,
  restoreRoleArn,
  vaultArn,
  copiesElsewhere,
  exports,
  sendsMail,
  fileExportDefinition,
}: WatchedEventsProps): WatchedEvent[] {
  const taskEnds = (detail: object) =>
    event("aws.ecs", "ECS Task State Change", {
      clusterArn: [clusterArn],
      group: [`service:${service}`],
      lastStatus: ["STOPPED"],
      ...detail,
    });
  const databaseEvent = (detail: object) =>
    event("aws.rds", "RDS DB Cluster Event", { SourceIdentifier: [clusterIdentifier], ...detail });
  const copyEnds = (state: string) =>
    event("aws.backup", "Copy Job State Change", { state: [state], sourceBackupVaultArn: [vaultArn] });
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
      told: {
        values: { reason: "$.detail.reason", time: "$.time" },
        text: "A deployment of OpenEMR failed at <time>: <reason> ECS goes back to the one before, if there was one. Next: npm run status -- {environment} shows what the tasks said.",
      },
    },
    {
      name: "task-out-of-memory",
      description: "A task of OpenEMR ended because its memory was full.",
      pattern: taskEnds({ containers: { reason: [{ prefix: "OutOfMemory" }] } }),
      told: {
        values: { task: "$.detail.taskArn", time: "$.time" },
        text: "A task of OpenEMR ended at <time>, because its memory was full; what people did in it has failed. Next: npm run status -- {environment} shows the tasks; raise openemr_service_fargate_memory in environments/{environment}.tfvars, and run npm run deploy -- {environment}. <task>",
      },
    },
    {
      name: "task-crashed",
      description: "A container of OpenEMR ended with an error, and its task with it.",
      pattern: taskEnds({
        // Not where ECS ends a task, for a deployment or for fewer tasks.
        stopCode: ["EssentialContainerExited"],
        // 137 and 143 are signals: no memory left, which is told by itself, and the end of another container's task.
        containers: { exitCode: [{ "anything-but": [0, 137, 143] }] },
      }),
      told: {
        values: { task: "$.detail.taskArn", time: "$.time" },
        text: "A task of OpenEMR ended with an error at <time>; what people did in it has failed, and ECS starts another one. Next: npm run status -- {environment} shows why it ended; npm run logs -- {environment} --errors --since 1h has what it said last. <task>",
      },
    },
    {
      name: "restore-failed",
      description: "A restore of AWS Backup failed: a test, or a real one.",
      // AWS's example of one that failed has the role only, and those of newer events have the others as well. Restores of
      // other installations in the account are not told here.
      pattern: event("aws.backup", "Restore Job State Change", {
        status: ["FAILED"],
        $or: [
          { iamRoleArn: [restoreRoleArn] },
          { backupVaultArn: [vaultArn] },
          { sourceResourceArn: [databaseArn, fileSystemArn] },
        ],
      }),
      told: {
        values: { job: "$.detail.restoreJobId", time: "$.time" },
        text: "A restore of AWS Backup failed at <time>: it may not be possible to restore the backups. Next: aws backup list-restore-jobs --by-status FAILED says why, of the job <job>",
      },
    },
    {
      name: "database-failover",
      description: "The database failed over to another instance, or could not.",
      pattern: databaseEvent({ EventCategories: ["failover", "failure"] }),
      told: {
        values: { message: "$.detail.Message", time: "$.time" },
        text: "The database of OpenEMR at <time>: <message> Pages fail while it fails over, for half a minute as a rule. Next: npm run status -- {environment}",
      },
    },
    {
      name: "database-maintenance",
      description: "AWS maintains the database, or announces that it will.",
      pattern: databaseEvent({ EventCategories: ["maintenance"] }),
      told: {
        values: { message: "$.detail.Message", time: "$.time" },
        text: "Maintenance of OpenEMR's database at <time>: <message> Next: npm run status -- {environment} shows what else is announced, and for when.",
      },
    },
    {
      name: "database-export-failed",
      description: "An export of the database for analytics failed or was canceled.",
      pattern: databaseEvent({ EventID: ["RDS-EVENT-0234", "RDS-EVENT-0235"] }),
      told: {
        values: { message: "$.detail.Message", time: "$.time" },
        text: "An export of OpenEMR's database for analytics failed at <time>: <message> People work with the export before it. Next: npm run status -- {environment} shows how old it is.",
      },
      when: exports,
    },
    {
      name: "file-export-failed",
      description: "A copy of the files for analytics failed.",
      pattern: event("aws.ecs", "ECS Task State Change", {
        clusterArn: [clusterArn],
        lastStatus: ["STOPPED"],
        taskDefinitionArn: [{ prefix: fileExportDefinition }],
        // 2 and 3 are complete but for files that vanished, or have names that S3 cannot have; without a code it never ran.
        containers: { exitCode: [{ "anything-but": [0, 2, 3] }, { exists: false }] },
      }),
      told: {
        // Its words in stoppedReason can have quotation marks, with which EventBridge drops the message.
        values: { task: "$.detail.taskArn", reason: "$.detail.stopCode", time: "$.time" },
        text: "A copy of OpenEMR's files for analytics failed at <time>: <reason>. Analyses do not see what is missing in it. Next: npm run logs -- {environment} analytics --since 3h. <task>",
      },
      when: exports,
    },
    {
      name: "mail-paused",
      description: "Amazon SES has paused sending, for all or a part of the account.",
      // "Amazon Simple Email Service events" of EventBridge's reference, read on 2026-11-30, has no field that says for which part.
      pattern: { source: ["aws.ses"], "detail-type": ["Sending Status Disabled"] },
      told: {
        values: { time: "$.time" },
        text: "Amazon SES paused sending at <time>, for all or a part of the account: what OpenEMR sends may not go out any more. Next: npm run status -- {environment}, whose line Mail says whether it is OpenEMR's; then docs/mail.md.",
      },
      when: sendsMail,
    },
    {
      name: "guardduty-finding",
      description: "Amazon GuardDuty found something suspicious, of medium severity or more.",
      // All of the account's: most findings are about credentials, which belong to no installation, and whoever has taken
      // over something else in the account is a step away from this one.
      pattern: event("aws.guardduty", "GuardDuty Finding", { severity: [{ numeric: [">=", 4] }] }),
      told: {
        values: { title: "$.detail.title", type: "$.detail.type", finding: "$.detail.id", time: "$.time" },
        text: "Amazon GuardDuty at <time>: <title> (<type>). It may be an attack, in this installation or elsewhere in the account. Next: GuardDuty in the console (Findings) has all of it; if it was none of you: docs/incident.md. Finding <finding>",
      },
    },
    {
      name: "copy-failed",
      description: "A backup was not copied to the other region or account.",
      pattern: copyEnds("FAILED"),
      told: {
        values: { resource: "$.detail.resourceArn", time: "$.time" },
        text: "A backup of <resource> was not copied elsewhere at <time>: only the copy before it can be recovered there. Next: npm run backup -- {environment} --list shows how old the copies are, and AWS Backup in the console (Jobs, Copy jobs) why it failed.",
      },
    },
    {
      name: COPIES_RULE,
      description: "A backup was copied to the other region or account; an alarm counts these events.",
      pattern: copyEnds("COMPLETED"),
      when: copiesElsewhere,
    },
  ];
}

/** The pattern of an event, by its source, type and details. */
function event(source: string, type: string, detail: object): object {
  return { source: [source], "detail-type": [type], detail };
}
