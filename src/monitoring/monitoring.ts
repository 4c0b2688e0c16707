import { Construct } from "constructs";
import type { Application } from "../application/application";
import type { Installation } from "../aws/installation";
import type { BackupPlan } from "../backup/backup-plan";
import type { Cache } from "../cache/cache";
import type { Database } from "../database/database";
import type { LoadBalancer } from "../edge/load-balancer";
import type { Mail } from "../mail/mail";
import { serviceNames } from "../openemr/service-names";
import { Check } from "../terraform/check";
import { hasItems, tf, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import { alarmDefinitions } from "./alarm-definitions";
import { Alarms } from "./alarms";
import { Dashboard } from "./dashboard";
import { Events } from "./events";
import { LogMetrics } from "./log-metrics";
import { MailAlarms } from "./mail-alarms";
import { AlarmTopic } from "./topic";
import { watchedEvents } from "./watched-events";

export interface MonitoringProps {
  readonly installation: Installation;
  readonly environment: Value<string>;
  readonly enabled: Value<boolean>;
  readonly emailAddresses: Value<readonly string[]>;
  readonly loadBalancer: LoadBalancer;
  readonly application: Application;
  readonly database: Database;
  readonly cache: Cache;
  readonly mail: Mail;
  readonly backup: BackupPlan;
}

/** Watches the installation, and tells people in plain words what is wrong, what it means and what to do. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { installation, loadBalancer, application, database, cache } = props;
    const on = new Toggle(this, "Default", props.enabled);
    const topic = new AlarmTopic(on, "topic", props);
    const logs = new LogMetrics(on, "log", {
      installation,
      logGroupName: application.task.logGroup.name,
    });
    const { cluster, service } = serviceNames(installation);
    const definitions = alarmDefinitions({
      loadBalancer: loadBalancer.alb.arnSuffix,
      targetGroup: loadBalancer.targetGroup.arnSuffix,
      cluster,
      service,
      minimumTasks: application.capacity.minimum,
      maximumTasks: application.capacity.maximum,
      containerInsights: application.containerInsights,
      applicationLog: application.task.logGroup.name,
      logNamespace: logs.namespace,
      database: database.cluster.clusterIdentifier,
      maximumDatabaseCapacity: database.capacity.maximum,
      cache: cache.cacheName,
      maximumCacheStorageGb: cache.maximumStorageGb,
      backupVault: props.backup.vault.name,
    });
    const told = { installation, topicArn: topic.arn };
    new Alarms(on, "alarm", { ...told, environment: props.environment, definitions });
    new MailAlarms(on, "mail", { ...told, faultMetrics: props.mail.faultMetrics as never });
    new Events(on, "event", {
      ...told,
      events: watchedEvents({
        serviceArn: application.service.service.id,
        clusterIdentifier: database.cluster.clusterIdentifier,
      }),
    });
    new Dashboard(on, "dashboard", { installation, definitions });
    new Check(this, "nobody_told", {
      condition: tf`!${props.enabled} || ${hasItems(props.emailAddresses)}`,
      warning:
        "Nobody is told of alarms: alarm_email_addresses is empty. Name who looks after this installation, or set enable_monitoring = false.",
    });
  }
}
