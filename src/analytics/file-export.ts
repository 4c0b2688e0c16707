import { join } from "node:path";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Construct } from "constructs";
import { ServiceRole } from "../aws/service-role";
import type { Files } from "../files/files";
import type { Installation } from "../installation";
import { Connection } from "../network/connection";
import { InternetEgress } from "../network/internet-egress";
import type { Network } from "../network/network";
import { SecurityGroup } from "../network/security-group";
import { type Expression, tf, tfString } from "../terraform/expression";
import type { Toggle } from "../terraform/instance-scope";
import type { Variable } from "../terraform/variable";
import { ExportFunction } from "./export-function";
import type { ExportNotices } from "./export-notices";
import type { ExportStore } from "./export-store";

export interface FileExportProps {
  readonly installation: Installation;
  readonly network: Network;
  readonly files: Files;
  /** Where the task runs. */
  readonly cluster: EcsCluster;
  readonly store: ExportStore;
  readonly notices: ExportNotices;
  /** Terraform expression of type bool: what is gone at the source is deleted in the copy. */
  readonly deletes: Expression;
  readonly schedule: Variable;
  readonly logRetentionDays: number;
}

/**
 * AWS's own image of its CLI, for ARM64 as well, by its exact version. `aws s3 sync` is all that the task needs, so
 * that nothing is installed when it runs.
 */
const IMAGE = "public.ecr.aws/aws-cli/aws-cli:2.37.9";

const CONTAINER = "sync";
const VOLUME = "sites";
const MOUNTED_AT = "/sites";
/** Where the copy lies in its bucket. */
const COPY = "sites";

/**
 * What nobody analyses and everybody could misuse: the database's password, the keys of encrypted documents, and
 * certificates with their keys.
 */
const SECRETS = ["*/sqlconf.php", "*/documents/logs_and_misc/methods/*", "*/documents/certificates/*"];

/**
 * Copies `sites` to a bucket by a Fargate task, which can read the files and not change them. A run transfers what
 * differs.
 */
export class FileExport extends Construct {
  readonly starter: ExportFunction;
  readonly family: string;

  /** @param toggle decides whether it exists */
  constructor(toggle: Toggle, id: string, props: FileExportProps) {
    super(toggle, id);
    const { installation, network, files, cluster, store } = props;
    this.family = installation.names.of("other", "export-files");
    const logGroup = new CloudwatchLogGroup(this, "log", {
      name: installation.names.path("analytics/export-files"),
      retentionInDays: props.logRetentionDays,
      kmsKeyId: store.key.arn,
    });
    const executionRole = new ServiceRole(this, "execution_role", {
      installation,
      name: "export-files-execution",
      service: "ecs-tasks.amazonaws.com",
      statements: [
        {
          sid: "WriteLog",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [`${logGroup.arn}:*`],
        },
      ],
    });
    const role = this.addRole(props);
    const accessPoint = files.addReader(this, "export");
    files.allowReading(toggle, role.arn, accessPoint);
    const definition = new EcsTaskDefinition(this, "task", {
      family: this.family,
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "ARM64" },
      cpu: "512",
      memory: "1024",
      executionRoleArn: executionRole.arn,
      taskRoleArn: role.arn,
      volume: [
        {
          name: VOLUME,
          efsVolumeConfiguration: {
            fileSystemId: files.fileSystem.id,
            transitEncryption: "ENABLED",
            authorizationConfig: { accessPointId: accessPoint.id, iam: "ENABLED" },
          },
        },
      ],
      containerDefinitions: this.containerDefinitions(props, logGroup),
    });
    const securityGroup = this.addSecurityGroup(props);
    const ofCluster = { ArnEquals: { "ecs:cluster": cluster.arn } };
    this.starter = new ExportFunction(this, "function", {
      ...props,
      what: "files",
      description: "Starts a copy of OpenEMR's files to S3",
      entry: join(__dirname, "../../lambda/export-files/handler.ts"),
      encryptionKey: store.key,
      environment: {
        CLUSTER: cluster.name,
        TASK_DEFINITION: definition.arn,
        TASK_FAMILY: this.family,
        SUBNETS: tfString`join(",", ${network.privateSubnetIds})`,
        SECURITY_GROUP: securityGroup.id,
        DESTINATION: destination(store),
      },
      statements: [
        { sid: "StartTask", actions: ["ecs:RunTask"], resources: [definition.arn], conditions: ofCluster },
        // ECS asks about the container instances of a cluster, on Fargate as well.
        {
          sid: "FindTasks",
          actions: ["ecs:ListTasks"],
          resources: [installation.arn("ecs", `container-instance/${cluster.name}/*`)],
          conditions: ofCluster,
        },
        {
          sid: "PassRoles",
          actions: ["iam:PassRole"],
          resources: [role.arn, executionRole.arn],
          conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
        },
      ],
    });
    props.notices.add({
      what: "files",
      description: "A copy of OpenEMR's files ended",
      pattern: {
        source: ["aws.ecs"],
        "detail-type": ["ECS Task State Change"],
        detail: {
          clusterArn: [cluster.arn],
          lastStatus: ["STOPPED"],
          taskDefinitionArn: [{ prefix: `${definition.arnWithoutRevision}:` }],
        },
      },
      values: {
        task: "$.detail.taskArn",
        reason: "$.detail.stoppedReason",
        code: "$.detail.containers[0].exitCode",
      },
      text: `The copy of OpenEMR's files to ${destination(store)} ended with exit code <code>, where 0 is success. <reason>. Task: <task>`,
    });
  }

  private addRole({ installation, store, deletes }: FileExportProps): ServiceRole {
    const { bucket } = store.files;
    return new ServiceRole(this, "role", {
      installation,
      name: "export-files-task",
      service: "ecs-tasks.amazonaws.com",
      statements: [
        { sid: "CompareCopy", actions: ["s3:ListBucket"], resources: [bucket.arn] },
        {
          sid: "WriteCopy",
          actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
          resources: [`${bucket.arn}/${COPY}/*`],
        },
        {
          sid: "DeleteFromCopy",
          actions: ["s3:DeleteObject"],
          resources: [`${bucket.arn}/${COPY}/*`],
          when: deletes,
        },
        store.useOfKeyInS3,
      ],
    });
  }

  private addSecurityGroup({ installation, network, files }: FileExportProps): SecurityGroup {
    const securityGroup = new SecurityGroup(this, "security_group", {
      installation,
      network,
      name: "export-files",
      description: "Tasks that copy OpenEMR's files to S3",
    });
    new Connection(this, "to_files", {
      from: securityGroup,
      to: files.securityGroup,
      port: files.port,
      description: "Export of files to EFS",
    });
    new InternetEgress(this, "to_https", {
      from: securityGroup,
      port: 443,
      description: "Image, log and S3",
    });
    return securityGroup;
  }

  private containerDefinitions(
    { installation, store, deletes }: FileExportProps,
    logGroup: CloudwatchLogGroup,
  ): string {
    const excluded = SECRETS.flatMap((pattern) => ["--exclude", pattern]);
    const sync = ["s3", "sync", MOUNTED_AT, destination(store), "--no-follow-symlinks", "--only-show-errors"];
    return tfString`jsonencode(${[
      {
        name: CONTAINER,
        image: IMAGE,
        essential: true,
        command: tf`concat(${[...sync, ...excluded]}, ${deletes} ? ["--delete"] : [])`,
        environment: [{ name: "AWS_REGION", value: installation.region }],
        mountPoints: [{ sourceVolume: VOLUME, containerPath: MOUNTED_AT, readOnly: true }],
        readonlyRootFilesystem: true,
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": logGroup.name,
            "awslogs-region": installation.region,
            "awslogs-stream-prefix": "ecs",
          },
        },
      },
    ]})`;
  }
}

function destination(store: ExportStore): string {
  return `s3://${store.files.bucket.bucket}/${COPY}`;
}
