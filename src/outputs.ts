import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Analytics } from "./analytics/analytics";
import type { Application } from "./application/application";
import type { EcsExec } from "./application/ecs-exec";
import type { AuditTrail } from "./audit/audit-trail";
import type { EncryptionKey } from "./aws/encryption-key";
import type { BackupPlan } from "./backup/backup-plan";
import type { Database } from "./database/database";
import type { GlobalAccelerator } from "./edge/global-accelerator";
import type { LoadBalancer } from "./edge/load-balancer";
import type { SiteAddress } from "./edge/site-address";
import type { WebFirewall } from "./edge/web-firewall";
import type { Files } from "./files/files";
import type { Installation } from "./installation";
import type { Mail } from "./mail/mail";
import type { Network } from "./network/network";

export interface OutputSources {
  readonly installation: Installation;
  readonly dataKey: EncryptionKey;
  readonly network: Network;
  readonly loadBalancer: LoadBalancer;
  readonly accelerator: GlobalAccelerator;
  readonly siteAddress: SiteAddress;
  readonly firewall: WebFirewall;
  readonly database: Database;
  readonly files: Files;
  readonly exec: EcsExec;
  readonly mail: Mail;
  readonly application: Application;
  readonly backup: BackupPlan;
  readonly auditTrail: AuditTrail;
  readonly analytics: Analytics;
}

/** What an operator needs to find after a deployment. None of it is a secret. */
export function declareOutputs(scope: Construct, sources: OutputSources): void {
  const {
    installation,
    dataKey,
    network,
    loadBalancer,
    accelerator,
    siteAddress,
    firewall,
    database,
    files,
    exec,
    mail,
    application,
    backup,
    auditTrail,
    analytics,
  } = sources;
  const output = (name: string, description: string, value: unknown) =>
    new TerraformOutput(scope, name, { value, description, staticId: true });

  output("url", "Address of OpenEMR.", siteAddress.url);
  output(
    "load_balancer_dns_name",
    "Name to point a DNS record at, where neither route53_domain does that nor the accelerator is on.",
    loadBalancer.alb.dnsName,
  );
  output(
    "global_accelerator_url",
    "The accelerator's own address; null while it is off. Point a DNS record at its name where route53_domain does not.",
    accelerator.url,
  );
  output(
    "administrator_password_command",
    "Command that prints the user name and the password of OpenEMR's first administrator.",
    `aws secretsmanager get-secret-value --region ${installation.region} --secret-id ${application.administrator.arn} --query SecretString --output text`,
  );
  output(
    "administrator_secret_arn",
    "Secret with OpenEMR's first administrator.",
    application.administrator.arn,
  );
  output(
    "database_secret_arn",
    "Secret with the database's master user, which installs and upgrades.",
    database.secret.arn,
  );
  output(
    "database_user_secret_arn",
    "Secret with the user by which OpenEMR uses its database.",
    database.user.arn,
  );
  output("database_endpoint", "Host name of the database's writer.", database.cluster.endpoint);
  output("database_cluster_arn", "Aurora cluster.", database.cluster.arn);
  output("ecs_cluster_name", "ECS cluster.", application.cluster.name);
  output("ecs_service_name", "ECS service.", application.service.service.name);
  output("vpc_id", "The VPC that everything is in.", network.vpc.id);
  output("file_system_id", "EFS file system with OpenEMR's sites.", files.fileSystem.id);
  output("file_system_arn", "The same, as AWS Backup names it.", files.fileSystem.arn);
  output("backup_role_arn", "Role for a backup out of turn.", backup.role.arn);
  output("backup_vault_name", "Vault with the recovery points.", backup.vault.name);
  output("restore_role_arn", "Role for restoring a recovery point.", backup.restoreRole.arn);
  output(
    "data_key_arn",
    "Key of the database, its snapshots, the files, the cache and the secrets.",
    dataKey.arn,
  );
  output(
    "nat_public_ips",
    "Addresses that others see, for their allow lists.",
    network.natGateways.publicIps,
  );
  output(
    "mail_bucket_name",
    "Bucket with the originals of received mail.",
    mail.incoming.bucket.bucket.bucket,
  );
  output(
    "mail_dead_letter_queue_url",
    "Queue with the events of received mail that could not be forwarded; null while none is received.",
    mail.incoming.deadLetterQueueUrl,
  );
  output(
    "mail_dns_records",
    "Records of mail that are left to you, as the variables manage_apex_mx_record and manage_dmarc_record are false.",
    mail.recordsByHand,
  );
  output(
    "smtp_rotation_command",
    "Command that gives OpenEMR new SMTP credentials; it fails while configure_ses is false.",
    mail.rotationCommand,
  );
  output("log_bucket_names", "Buckets with access logs and the audit trail.", {
    access: loadBalancer.accessLogs.bucket.bucket,
    audit: auditTrail.bucketName,
    exec: exec.bucket.bucket.bucket,
  });
  output("log_group_names", "CloudWatch log groups.", {
    application: application.task.logGroup.name,
    audit: auditTrail.logGroupName,
    database: database.logGroupNames,
    exec: exec.logGroup.name,
    firewall: firewall.logGroup.name,
    network: network.flowLog.logGroup.name,
  });
  output(
    "analytics_environment",
    "The serverless analytics environment, for npm run analytics-job and docs/analytics.md; null while it is off.",
    analytics.environment,
  );
  output("analytics_buckets", "Buckets with exported data; null while there are none.", analytics.buckets);
}
