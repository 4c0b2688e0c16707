import { Construct } from "constructs";
import { exportFunctionName, fileExportFamily } from "../analytics/export-names";
import type { Application } from "../application/application";
import type { AuditTrail } from "../audit/audit-trail";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import type { BackupPlan } from "../backup/backup-plan";
import type { RestoreTesting } from "../backup/restore-testing";
import type { Cache } from "../cache/cache";
import type { Database } from "../database/database";
import type { UserRotation } from "../database/user-rotation";
import type { Edge } from "../edge/edge";
import type { Files } from "../files/files";
import type { Mail } from "../mail/mail";
import { smtpFunctionName } from "../mail/smtp-credentials";
import type { Network } from "../network/network";
import { serviceNames } from "../openemr/service-names";
import { Check } from "../terraform/check";
import { hasItems, tf, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import type { Watched } from "./alarm";
import { alarmDefinitions } from "./alarm-definitions";
import { Alarms } from "./alarms";
import { Budget } from "./budget";
import { Chat, isAnyChannelGiven } from "./chat";
import { Dashboard } from "./dashboard";
import { Events, ruleName } from "./events";
import { GuardDuty } from "./guardduty";
import { LogMetrics, logNamespace } from "./log-metrics";
import { MailAlarms } from "./mail-alarms";
import { NatAlarms } from "./nat-alarms";
import { Probe, probeName } from "./probe";
import { AlarmTopic } from "./topic";
import { TrailMetrics } from "./trail-metrics";
import { COPIES_RULE, watchedEvents } from "./watched-events";

export interface MonitoringProps {
  readonly installation: Installation;
  readonly environment: Value<string>;
  readonly enabled: Value<boolean>;
  readonly emailAddresses: Value<readonly string[]>;
  /** Ids of a workspace and a channel of Slack, with a slash between them; null for none. */
  readonly slackChannel: Value<string | null>;
  /** The link to a channel of Teams; null for none. */
  readonly teamsChannel: Value<string | null>;
  /** The account's detector of Amazon GuardDuty in this region is this installation's. */
  readonly guardDuty: Value<boolean>;
  /** A function looks at the public address once a minute. */
  readonly probes: Value<boolean>;
  /** Groups of events in the audit trail that people are told of. */
  readonly securityGroups: Value<readonly string[]>;
  /** Exports for analytics are there. */
  readonly exports: Value<boolean>;
  /** USD; null for no budget. */
  readonly monthlyBudgetUsd: Value<number | null>;
  readonly auditTrail: AuditTrail;
  readonly network: Network;
  readonly edge: Edge;
  readonly application: Application;
  readonly database: Database;
  readonly rotation: UserRotation;
  readonly cache: Cache;
  readonly files: Files;
  readonly mail: Mail;
  readonly backup: BackupPlan;
  readonly restoreTesting: RestoreTesting;
  /** Encrypts the log of the function that looks. */
  readonly logKey: EncryptionKey;
  readonly logRetentionDays: Value<number>;
}

/** Watches the installation, and tells people in plain words what is wrong, what it means and what to do. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { installation, application, database, emailAddresses } = props;
    const on = new Toggle(this, "Default", props.enabled);
    const topic = new AlarmTopic(on, "topic", { installation, emailAddresses });
    new LogMetrics(on, "log", { installation, logGroupName: application.task.logGroup.name });
    new TrailMetrics(on, "trail", {
      installation,
      hasTrail: props.auditTrail.enabled,
      logGroupName: props.auditTrail.logGroupName,
      groups: props.securityGroups,
    });
    new Probe(on, "probe", { ...props, enabled: props.probes, address: props.edge.url });
    const definitions = alarmDefinitions(watched(props));
    const chat = new Chat(on, "chat", { ...props, topic });
    new GuardDuty(on, "guardduty", { enabled: props.guardDuty });
    const told = { installation, environment: props.environment, topicArn: topic.arn };
    const { summaries } = new Alarms(on, "alarm", { ...told, definitions });
    const { natGateways } = props.network;
    const faultMetrics = props.mail.faultMetrics as never;
    new NatAlarms(on, "nat", { ...told, natGateways });
    new MailAlarms(on, "mail", { ...told, faultMetrics });
    new Events(on, "event", {
      ...told,
      chat,
      events: watchedEvents({
        service: serviceNames(installation).service,
        clusterArn: application.cluster.arn,
        serviceArn: application.service.service.id,
        clusterIdentifier: database.cluster.clusterIdentifier,
        databaseArn: database.cluster.arn,
        fileSystemArn: props.files.fileSystem.arn,
        restoreRoleArn: props.backup.restoreRole.arn,
        vaultArn: props.backup.vault.arn,
        copiesElsewhere: props.backup.isCopied,
        exports: props.exports,
        sendsMail: props.mail.sends,
        fileExportDefinition: installation.arn("ecs", `task-definition/${fileExportFamily(installation)}:`),
      }),
    });
    new Budget(on, "budget", { ...told, monthlyUsd: props.monthlyBudgetUsd });
    new Dashboard(on, "dashboard", { ...told, definitions, summaries, natGateways, faultMetrics });
    new Check(this, "nobody_told", {
      condition: tf`!${props.enabled} || ${hasItems(emailAddresses)} || ${isAnyChannelGiven(props)}`,
      warning:
        "Nobody is told of alarms: alarm_email_addresses is empty, and neither slack_channel nor teams_channel is given. Name who looks after this installation, or set enable_monitoring = false.",
    });
  }
}

function watched(props: MonitoringProps): Watched {
  const { installation, edge, application, database, rotation, cache } = props;
  const { alb, targetGroup } = edge.loadBalancer;
  return {
    loadBalancer: alb.arnSuffix,
    targetGroup: targetGroup.arnSuffix,
    ...serviceNames(installation),
    minimumTasks: application.capacity.minimum,
    maximumTasks: application.capacity.maximum,
    logNamespace: logNamespace(installation),
    database: database.cluster.clusterIdentifier,
    maximumDatabaseCapacity: database.capacity.maximum,
    rotates: rotation.enabled,
    rotationFunction: rotation.functionName,
    exports: props.exports,
    fileExportFunction: exportFunctionName(installation, "files"),
    databaseExportFunction: exportFunctionName(installation, "database"),
    smtpFunction: smtpFunctionName(installation),
    testsRestores: props.restoreTesting.enabled,
    restoreJudge: props.restoreTesting.functionName,
    copiesElsewhere: props.backup.isCopied,
    copyVaultArn: props.backup.copiesVaultArn,
    copiesRule: ruleName(installation, COPIES_RULE),
    cache: cache.cacheName,
    maximumCacheStorageGb: cache.maximumStorageGb,
    fileSystem: props.files.fileSystem.id,
    backupVault: props.backup.vault.name,
    probes: props.probes,
    probe: probeName(installation),
    https: edge.https.enabled,
    certificate: edge.https.certificateArn,
    hasFirewall: edge.firewall.enabled,
    firewall: edge.firewall.metricName,
    isOpen: edge.isOpen,
    region: installation.region,
    sendsMail: props.mail.sends,
    hasTrail: props.auditTrail.enabled,
    securityGroups: props.securityGroups,
  };
}
