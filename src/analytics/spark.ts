import { EmrserverlessApplication } from "@cdktf/provider-aws/lib/emrserverless-application";
import { GlueCatalogDatabase } from "@cdktf/provider-aws/lib/glue-catalog-database";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import { LogGroup } from "../aws/log-group";
import type { PolicyStatement } from "../aws/policy-document";
import { ServiceRole } from "../aws/service-role";
import { InternetEgress } from "../network/internet-egress";
import type { Network } from "../network/network";
import { SecurityGroup } from "../network/security-group";
import { asNumber, asString, tfString, type Value } from "../terraform/expression";
import { Toggle } from "../terraform/instance-scope";
import type { AccessToServices } from "./access-to-services";
import { type ExportStore, FOLDERS } from "./export-store";

export interface SparkProps {
  readonly installation: Installation;
  readonly network: Network;
  readonly store: ExportStore;
  /** Endpoints in the VPC in place of the internet; there only where Spark may not reach that. */
  readonly accessToServices: AccessToServices;
  /** Spark may reach the internet over HTTPS; known at plan time. */
  readonly internet: Value<boolean>;
  /** Release of Amazon EMR, e.g. `emr-7.13.0`. */
  readonly releaseLabel: Value<string>;
  /** Most vCPUs at a time. */
  readonly maximumVcpus: Value<number>;
  /** Minutes without work after which it stops. */
  readonly idleMinutes: Value<number>;
  readonly logRetentionDays: Value<number>;
}

/** For each vCPU: as much memory as a worker can have, and the disk that it gets at least. */
const GIGABYTES_OF_MEMORY = 8;
const GIGABYTES_OF_DISK = 20;

/**
 * Spark on EMR Serverless, for jobs and for notebooks (Livy). It starts with the first job, uses no more than its
 * ceiling, and stops when nobody needs it. In the VPC it reaches AWS over HTTPS, and neither OpenEMR nor its
 * database.
 */
export class Spark extends Construct {
  readonly application: EmrserverlessApplication;
  /** The role of a job or a session. */
  readonly jobRole: ServiceRole;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: SparkProps) {
    super(scope, id);
    const { installation, network, store, maximumVcpus } = props;
    this.logGroup = new LogGroup(this, "log", {
      name: installation.names.path("analytics/spark"),
      retentionDays: props.logRetentionDays,
      encryptionKey: store.key,
    });
    const securityGroup = new SecurityGroup(this, "security_group", {
      installation,
      network,
      name: "spark",
      description: "Spark on EMR Serverless",
    });
    props.accessToServices.grantAccess("from_spark", securityGroup, "Spark to services of AWS");
    new InternetEgress(new Toggle(this, "Default", props.internet), "to_https", {
      from: securityGroup,
      port: 443,
      description: "S3, Glue, KMS and logs",
    });
    const perVcpu = (gigabytes: number) => tfString`format("%d GB", ${maximumVcpus} * ${gigabytes})`;
    this.application = new EmrserverlessApplication(this, "application", {
      name: installation.names.of("spark", "spark-application"),
      type: "spark",
      releaseLabel: asString(props.releaseLabel),
      architecture: "ARM64",
      maximumCapacity: {
        cpu: tfString`format("%d vCPU", ${maximumVcpus})`,
        memory: perVcpu(GIGABYTES_OF_MEMORY),
        disk: perVcpu(GIGABYTES_OF_DISK),
      },
      autoStartConfiguration: { enabled: true },
      autoStopConfiguration: { enabled: true, idleTimeoutMinutes: asNumber(props.idleMinutes) },
      interactiveConfiguration: { livyEndpointEnabled: true, studioEnabled: true },
      networkConfiguration: {
        subnetIds: network.lastingPrivateSubnetIds,
        securityGroupIds: [securityGroup.id],
      },
    });
    const catalog = new GlueCatalogDatabase(this, "catalog", {
      // Spark takes no hyphens in the name of a database.
      name: tfString`replace(${installation.names.of("analytics")}, "-", "_")`,
      description: "Tables that Spark makes of OpenEMR's exports",
      locationUri: `s3://${store.database.name}/${FOLDERS.results}/tables`,
    });
    this.jobRole = new ServiceRole(this, "job_role", {
      installation,
      name: "AmazonSageMaker-spark",
      service: "emr-serverless.amazonaws.com",
      trustConditions: {
        ...installation.onBehalfOfThisAccount,
        ArnLike: { "aws:SourceArn": installation.arn("emr-serverless", "/applications/*") },
      },
      statements: [
        ...this.dataStatements(store),
        ...this.catalogStatements(installation, catalog),
        ...this.logGroup.grantWriteAndFind(),
      ],
    });
  }

  private dataStatements(store: ExportStore): PolicyStatement[] {
    const [files, database] = [store.files.arn, store.database.arn];
    return [
      { sid: "FindData", actions: ["s3:ListBucket"], resources: [files, database] },
      { sid: "ReadData", actions: ["s3:GetObject"], resources: [`${files}/*`, `${database}/*`] },
      {
        sid: "WriteResults",
        actions: ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
        resources: [store.objects("results")],
      },
      {
        // The key of the buckets, and of logs that EMR Serverless keeps itself.
        sid: "UseKey",
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        resources: [store.key.arn],
      },
    ];
  }

  private catalogStatements(installation: Installation, { name }: GlueCatalogDatabase): PolicyStatement[] {
    const glue = (resource: string) => installation.arn("glue", resource);
    return [
      {
        sid: "UseOwnTables",
        actions: [
          "glue:GetDatabase",
          "glue:GetTable",
          "glue:GetTables",
          "glue:CreateTable",
          "glue:UpdateTable",
          "glue:DeleteTable",
          "glue:GetPartition",
          "glue:GetPartitions",
          "glue:CreatePartition",
          "glue:BatchCreatePartition",
        ],
        resources: [glue("catalog"), glue(`database/${name}`), glue(`table/${name}/*`)],
      },
      {
        // Spark looks for these whenever it starts with a catalog.
        sid: "LookIntoDefaults",
        actions: ["glue:GetDatabase", "glue:GetDatabases", "glue:GetUserDefinedFunctions"],
        resources: [
          glue("catalog"),
          glue("database/default"),
          glue("database/global_temp"),
          glue(`database/${name}`),
          glue("userDefinedFunction/default/*"),
          glue(`userDefinedFunction/${name}/*`),
        ],
      },
      {
        // An account that never used the catalog has no such database, and Spark does not start without one.
        sid: "MakeDefaultDatabase",
        actions: ["glue:CreateDatabase"],
        resources: [glue("catalog"), glue("database/default")],
      },
    ];
  }

  /** The ARN of its job runs. */
  get jobRuns(): string {
    return `${this.application.arn}/jobruns/*`;
  }
}
