import type { Severity } from "../finding";

interface Loss {
  readonly severity: Severity;
  /** The loss, in a sentence. */
  readonly loses: string;
}

const lost = (loses: string, severity: Severity = "danger"): Loss => ({ severity, loses });

/** Types that hold something that Terraform cannot make again, the worst first: findings are told in this order. */
export const TYPES_WITH_DATA: Readonly<Record<string, Loss>> = {
  aws_rds_cluster: lost(
    "The patient records of the database are in it, and its automated backups go with it.",
  ),
  aws_db_instance: lost("The data of the database is in it, and its automated backups go with it."),
  aws_efs_file_system: lost("Documents, images and encryption keys of OpenEMR are in it."),
  aws_kms_key: lost(
    "What is encrypted with it, backups and snapshots included, is unreadable for ever once it is gone.",
  ),
  aws_kms_external_key: lost("What is encrypted with it is unreadable for ever once it is gone."),
  aws_kms_replica_key: lost("What is encrypted with it in its region is unreadable once it is gone."),
  aws_backup_vault: lost("The recovery points in it are the last protection of the records."),
  aws_backup_logically_air_gapped_vault: lost(
    "The recovery points in it are the last protection of the records.",
  ),
  aws_s3_bucket: lost("All of its objects and their versions go with it."),
  aws_dynamodb_table: lost("All of its items go with it."),
  aws_secretsmanager_secret: lost(
    "Its value is gone after the recovery window, and whoever reads it fails at once.",
  ),
  aws_ebs_volume: lost("What is written on it is deleted."),
  aws_sagemaker_domain: lost("The home folders of its users, with their notebooks, are in it."),
  aws_cloudtrail: lost("What happens in the account is recorded no longer."),
  aws_cloudtrail_event_data_store: lost("The recorded events are deleted with it."),
  aws_cloudwatch_log_group: lost(
    "What was logged is deleted with it, records that an audit may ask for included.",
  ),
  aws_rds_cluster_instance: lost(
    "The data stays in the cluster, but connections break, and without another instance the database is down.",
    "warning",
  ),
  aws_elasticache_serverless_cache: lost("Everybody is signed out, for the sessions are in it.", "warning"),
  aws_elasticache_replication_group: lost("Everybody is signed out, for the sessions are in it.", "warning"),
  aws_route53_zone: lost("All of its names stop resolving, and a new zone has other name servers."),
  aws_sqs_queue: lost("Messages that wait in it are lost.", "warning"),
  aws_ecr_repository: lost("The images in it are deleted.", "warning"),
  aws_glue_catalog_database: lost("The definitions of its tables are deleted.", "warning"),
  aws_opensearch_domain: lost("Everything that is indexed in it is deleted."),
  aws_cognito_user_pool: lost("All of its users are deleted."),
  aws_sesv2_email_identity: lost(
    "Mail is neither sent nor received for it until it is verified again.",
    "warning",
  ),
  aws_ses_domain_identity: lost(
    "Mail is neither sent nor received for it until it is verified again.",
    "warning",
  ),
};
