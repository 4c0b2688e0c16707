import { join } from "node:path";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { ServiceRole } from "../aws/service-role";
import type { Database } from "../database/database";
import { tfString, type Value } from "../terraform/expression";
import { ExportFunction } from "./export-function";
import type { ExportNotices } from "./export-notices";
import { type ExportStore, FOLDERS } from "./export-store";

export interface DatabaseExportProps {
  readonly installation: Installation;
  readonly database: Database;
  readonly store: ExportStore;
  readonly notices: ExportNotices;
  /** Databases and tables; empty for everything. */
  readonly only: Value<readonly string[]>;
  readonly schedule: Value<string | null>;
  readonly logRetentionDays: Value<number>;
}

/** The end of an export of a cluster, by what RDS calls it: failed, canceled, completed. */
const ENDS = ["RDS-EVENT-0234", "RDS-EVENT-0235", "RDS-EVENT-0236"];

/**
 * Exports the running database to a bucket as Parquet, by RDS itself: it clones the cluster, so that OpenEMR does
 * not notice.
 */
export class DatabaseExport extends Construct {
  readonly starter: ExportFunction;

  constructor(scope: Construct, id: string, props: DatabaseExportProps) {
    super(scope, id);
    const { installation, database, store, only } = props;
    const { bucket } = store.database;
    const role = new ServiceRole(this, "role", {
      installation,
      name: "export-database-rds",
      service: "export.rds.amazonaws.com",
      // StartExportTask refuses a role without just these ("IamRoleArn" in its API reference).
      statements: [
        {
          sid: "FindBucket",
          actions: ["s3:ListBucket", "s3:GetBucketLocation"],
          resources: [bucket.arn],
        },
        {
          sid: "WriteExport",
          actions: ["s3:PutObject*", "s3:GetObject*", "s3:DeleteObject*"],
          resources: [store.objects("exports")],
        },
      ],
    });
    this.starter = new ExportFunction(this, "function", {
      ...props,
      what: "database",
      description: "Starts an export of OpenEMR's database to S3",
      entry: join(__dirname, "../../lambda/export-database/handler.ts"),
      encryptionKey: store.key,
      environment: {
        CLUSTER_ARN: database.cluster.arn,
        EXPORT_PREFIX: installation.names.prefix,
        BUCKET: bucket.bucket,
        FOLDER: FOLDERS.exports,
        ROLE_ARN: role.arn,
        KEY_ARN: store.key.arn,
        EXPORT_ONLY: tfString`jsonencode(${only})`,
      },
      statements: [
        { sid: "StartExport", actions: ["rds:StartExportTask"], resources: [database.cluster.arn] },
        // Asked for one export by its identifier, RDS knows no resource.
        { sid: "FindExports", actions: ["rds:DescribeExportTasks"], resources: ["*"] },
        {
          sid: "PassRole",
          actions: ["iam:PassRole"],
          resources: [role.arn],
          conditions: { StringEquals: { "iam:PassedToService": "export.rds.amazonaws.com" } },
        },
        // RDS works with a grant that it gets from whoever starts the export.
        {
          sid: "GrantKeyToExport",
          actions: ["kms:CreateGrant"],
          resources: [store.key.arn],
          conditions: { Bool: { "kms:GrantIsForAWSResource": "true" } },
        },
        { sid: "FindKey", actions: ["kms:DescribeKey"], resources: [store.key.arn] },
      ],
    });
    const ended = props.notices.add({
      what: "database",
      description: "An export of OpenEMR's database ended",
      pattern: {
        source: ["aws.rds"],
        "detail-type": ["RDS DB Cluster Event"],
        detail: { EventID: ENDS, SourceArn: [database.cluster.arn] },
      },
      values: { message: "$.detail.Message", cluster: "$.detail.SourceIdentifier", time: "$.time" },
      text: `Export of OpenEMR's database <cluster> to ${bucket.bucket}, <time>: <message>. Details: aws rds describe-export-tasks --source-arn ${database.cluster.arn}`,
    });
    // Whether tables were left out is in no event: the function asks, and the topic is told where it fails.
    this.starter.function.runOn(ended, {
      scope: this,
      ids: "ended_",
      statementId: "ended-exports",
      targetId: "warnings",
    });
  }
}
