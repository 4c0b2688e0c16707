import { join } from "node:path";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Construct } from "constructs";
import { containerLog } from "../aws/container-log";
import type { Installation } from "../aws/installation";
import { LogGroup } from "../aws/log-group";
import { ServiceRole } from "../aws/service-role";
import type { Files } from "../files/files";
import type { ContainerImage } from "../images/container-image";
import { Connection } from "../network/connection";
import { InternetEgress } from "../network/internet-egress";
import type { Network } from "../network/network";
import { SecurityGroup } from "../network/security-group";
import { tf, tfString, type Value } from "../terraform/expression";
import type { Toggle } from "../terraform/instance-scope";
import { textOfFile } from "../terraform/text-file";
import { fileExportFamily } from "./export-names";
import type { ExportStore } from "./export-store";

export interface CopyTaskProps {
  readonly installation: Installation;
  readonly network: Network;
  readonly files: Files;
  readonly store: ExportStore;
  /** Image with AWS's CLI and bash. */
  readonly copyImage: ContainerImage;
  /** Deletes from the copy what is gone at the source. */
  readonly deletes: Value<boolean>;
  readonly logRetentionDays: Value<number>;
  /** Decides whether there is one. */
  readonly toggle: Toggle;
}

const CONTAINER = "sync";
const VOLUME = "sites";
const MOUNTED_AT = "/sites";
/** Where the copy lies in its bucket. */
const COPY = "sites";

/**
 * Files that nobody analyses and everybody could misuse: the database's password, the keys of encrypted documents, and
 * certificates with their keys.
 */
const SECRETS = ["*/sqlconf.php", "*/documents/logs_and_misc/methods/*", "*/documents/certificates/*"];

/** How OpenEMR's tasks agree on who installs: they come and go at any time. */
const COORDINATION = [".openemr-*"];

/** The Fargate task that copies `sites` to a bucket. It can read the files and not change them. */
export class CopyTask extends Construct {
  readonly definition: EcsTaskDefinition;
  readonly family: string;
  readonly securityGroup: SecurityGroup;
  /** Tells how far it is. */
  readonly logGroup: LogGroup;
  /** The role of the task itself, and the role by which ECS prepares it. */
  readonly role: ServiceRole;
  readonly executionRole: ServiceRole;
  /** Where the copy goes, an S3 URI. */
  readonly destination: string;

  constructor(scope: Construct, id: string, props: CopyTaskProps) {
    super(scope, id);
    const { installation, files, store, toggle } = props;
    this.destination = `s3://${store.files.name}/${COPY}`;
    this.family = fileExportFamily(installation);
    this.logGroup = new LogGroup(this, "log", {
      name: installation.names.path("analytics/export-files"),
      retentionDays: props.logRetentionDays,
      encryptionKey: store.key,
    });
    this.executionRole = new ServiceRole(this, "execution_role", {
      installation,
      name: "export-files-execution",
      service: "ecs-tasks.amazonaws.com",
      statements: [this.logGroup.grantWrite(), ...props.copyImage.pull],
    });
    this.role = this.addRole(props);
    const accessPoint = files.addReadAccessPoint(this, "export");
    files.grantRead(toggle, this.role.arn, accessPoint);
    this.definition = new EcsTaskDefinition(this, "task", {
      family: this.family,
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "ARM64" },
      cpu: "512",
      memory: "1024",
      executionRoleArn: this.executionRole.arn,
      taskRoleArn: this.role.arn,
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
      containerDefinitions: this.containerDefinitions(props),
    });
    this.securityGroup = this.addSecurityGroup(props);
  }

  private addRole({ installation, store, deletes }: CopyTaskProps): ServiceRole {
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

  private addSecurityGroup({ installation, network, files }: CopyTaskProps): SecurityGroup {
    const securityGroup = new SecurityGroup(this, "security_group", {
      installation,
      network,
      name: "export-files",
      description: "Tasks that copy the files of OpenEMR to S3",
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

  private containerDefinitions({ installation, deletes, copyImage }: CopyTaskProps): string {
    const excluded = [...SECRETS, ...COORDINATION].flatMap((pattern) => ["--exclude", pattern]);
    const script = textOfFile(this, "copy-files.sh", join(__dirname, "container", "copy-files.sh"));
    // Bash takes the first word after the script as its name, the others as its arguments.
    const copy = [script, "copy-files.sh", MOUNTED_AT, this.destination, "--no-follow-symlinks"];
    return tfString`jsonencode(${[
      {
        name: CONTAINER,
        image: copyImage.reference,
        essential: true,
        entryPoint: ["/bin/bash", "-c"],
        command: tf`concat(${[...copy, ...excluded]}, ${deletes} ? ["--delete"] : [])`,
        environment: [{ name: "AWS_REGION", value: installation.region }],
        mountPoints: [{ sourceVolume: VOLUME, containerPath: MOUNTED_AT, readOnly: true }],
        readonlyRootFilesystem: true,
        logConfiguration: containerLog(this.logGroup.name, installation.region),
      },
    ]})`;
  }
}
