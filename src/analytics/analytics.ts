import type { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import type { Database } from "../database/database";
import type { Files } from "../files/files";
import type { ContainerImage } from "../images/container-image";
import type { Network } from "../network/network";
import type { PrivateServices } from "../network/private-services";
import { DestroyGuard } from "../terraform/destroy-guard";
import { tf, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import { declareOutput } from "../terraform/output";
import { AccessToServices } from "./access-to-services";
import { DatabaseExport } from "./database-export";
import { ExportNotices, noticesTopicArn } from "./export-notices";
import { ExportStore, FOLDERS } from "./export-store";
import { FileExport } from "./file-export";
import { analyticsParameterName, SampleCode } from "./sample-code";
import { Spark } from "./spark";
import { Studio } from "./studio";

export interface AnalyticsProps {
  readonly installation: Installation;
  readonly network: Network;
  /** Has those of {@link SERVICES_OF_ANALYTICS} where there is no internet. */
  readonly privateServices: PrivateServices;
  readonly files: Files;
  readonly database: Database;
  /** Where exports of files run. */
  readonly cluster: EcsCluster;
  /** Image of the task that copies files. */
  readonly copyImage: ContainerImage;
  /** The environment is there; known at plan time. */
  readonly enabled: Value<boolean>;
  /** The exports and their key stay while the environment is off; known at plan time. */
  readonly keepExports: Value<boolean>;
  /** Days for which an export of the database is kept. */
  readonly databaseExportRetentionDays: Value<number>;
  /** Databases and tables that are exported; an empty list is all of them. */
  readonly databaseExportOnly: Value<readonly string[]>;
  /** Times of exports in the syntax of EventBridge Scheduler; null exports only on request. */
  readonly databaseExportSchedule: Value<string | null>;
  readonly fileExportSchedule: Value<string | null>;
  /** An export of the files deletes from the copy what is gone from OpenEMR. */
  readonly fileExportDeletes: Value<boolean>;
  /** Release of Amazon EMR, e.g. `emr-7.13.0`. */
  readonly sparkReleaseLabel: Value<string>;
  readonly sparkMaximumVcpus: Value<number>;
  readonly sparkIdleMinutes: Value<number>;
  readonly studioIdleMinutes: Value<number>;
  /** Studio, its jobs and Spark may reach the internet over HTTPS; known at plan time. */
  readonly internet: Value<boolean>;
  /** Parts of SageMaker Studio that can be off; known at plan time. */
  readonly studioEndpoints: Value<boolean>;
  readonly studioCanvas: Value<boolean>;
  readonly studioMlflow: Value<boolean>;
  readonly studioRstudio: Value<boolean>;
  /** ARNs of further policies of Studio's role, and the tools that Studio offers because of them. */
  readonly studioAdditionalPolicies: Value<readonly string[]>;
  readonly studioAdditionalTools: Value<readonly string[]>;
  /** Days for which the logs of exports and of Spark are kept. */
  readonly logRetentionDays: Value<number>;
}

/**
 * An environment in which data scientists work on exports of OpenEMR's data: exports, Spark, SageMaker Studio.
 * Nothing in it is billed while it is idle but its key.
 *
 * The exports are patients' data, so their buckets and their key have a toggle of their own, by which they can
 * outlive the environment. Whoever turns all off under deletion protection is stopped before anything is touched.
 */
export class Analytics extends Construct {
  /** For an operator and the commands of this project; null while the environment is off. */
  readonly environment: Value<object | null>;
  /** Names of the buckets; null while there are none. */
  readonly buckets: Value<object | null>;

  constructor(scope: Construct, id: string, props: AnalyticsProps) {
    super(scope, id);
    const { installation, enabled, cluster } = props;
    const kept = new Toggle(this, "exports", tf`(${enabled} || ${props.keepExports})`);
    const store = new ExportStore(kept, "Default", {
      installation,
      topicArn: noticesTopicArn(installation),
      databaseExportRetentionDays: props.databaseExportRetentionDays,
    });
    const toggle = new Toggle(this, "Default", enabled);
    const notices = new ExportNotices(toggle, "notices", { installation, encryptionKey: store.key });
    const closed = new Toggle(toggle, "closed", tf`!${props.internet}`);
    const accessToServices = new AccessToServices(closed, "private_services", props);
    const common = { ...props, store, notices, accessToServices };
    const fileExport = new FileExport(toggle, "file_export", {
      ...common,
      deletes: props.fileExportDeletes,
      schedule: props.fileExportSchedule,
    });
    const databaseExport = new DatabaseExport(toggle, "database_export", {
      ...common,
      only: props.databaseExportOnly,
      schedule: props.databaseExportSchedule,
    });
    const spark = new Spark(toggle, "spark", {
      ...common,
      releaseLabel: props.sparkReleaseLabel,
      maximumVcpus: props.sparkMaximumVcpus,
      idleMinutes: props.sparkIdleMinutes,
    });
    const parameterName = analyticsParameterName(installation.names);
    new SampleCode(toggle, "first_look", { store, parameterName });
    const studio = new Studio(toggle, "studio", {
      ...common,
      clusterArn: cluster.arn,
      clusterName: cluster.name,
      fileExport,
      databaseExport,
      spark,
      parameterArn: installation.arn("ssm", `parameter${parameterName}`),
      idleMinutes: props.studioIdleMinutes,
      endpoints: props.studioEndpoints,
      canvas: props.studioCanvas,
      mlflow: props.studioMlflow,
      rstudio: props.studioRstudio,
      additionalPolicies: props.studioAdditionalPolicies,
      additionalTools: props.studioAdditionalTools,
    });
    this.buckets = kept.select(tf`${{ files: store.files.name, database: store.database.name }}`, null);
    const environment = tf`${{
      region: installation.region,
      file_export_function: fileExport.starter.function.name,
      database_export_function: databaseExport.starter.function.name,
      file_export_schedule: props.fileExportSchedule,
      database_export_schedule: props.databaseExportSchedule,
      notices_topic_arn: notices.topic.arn,
      ecs_cluster: cluster.name,
      file_export_family: fileExport.task.family,
      file_export_log_group: fileExport.task.logGroup.name,
      database_cluster_arn: props.database.cluster.arn,
      database_bucket: store.database.name,
      exports_folder: FOLDERS.exports,
      code_folder: FOLDERS.code,
      results_folder: FOLDERS.results,
      work_folder: FOLDERS.work,
      spark_application_id: spark.application.id,
      spark_job_role_arn: spark.jobRole.arn,
      spark_log_group: spark.logGroup.name,
      key_arn: store.key.arn,
      studio_domain_id: studio.domain.id,
      studio_user: studio.userName,
    }}`;
    this.environment = toggle.select(environment, null);
    // For people in Studio, who cannot read the outputs of the stack.
    new SsmParameter(toggle, "parameter", {
      name: parameterName,
      description: "Names of what the analytics environment consists of",
      type: "String",
      tier: "Standard",
      insecureValue: tf`jsonencode(${environment})`.asString,
    });
    studio.addUser(this.node.findAll().filter(TerraformResource.isTerraformResource));
    new DestroyGuard(kept, "guard", {
      refuses: installation.deletionProtection,
      message:
        "The exports hold data of patients, so nothing is deleted. To keep them and their key, set keep_analytics_exports = true. To delete them, set deletion_protection = false and deploy before you turn the environment off.",
      within: this,
    });

    declareOutput(
      this,
      "analytics_environment",
      "The serverless analytics environment, for npm run analytics-job and docs/analytics.md; null while it is off.",
      this.environment,
    );
    declareOutput(
      this,
      "analytics_buckets",
      "Buckets with exported data; null while there are none.",
      this.buckets,
    );
  }
}
