import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Construct } from "constructs";
import type { Application } from "../application/application";
import {
  AFTER_CERTIFICATE,
  certificateContainer,
  containerDefaults,
  TLS_VOLUME,
  tlsMount,
} from "../application/container-defaults";
import type { Installation } from "../aws/installation";
import { ServiceRole } from "../aws/service-role";
import type { Database } from "../database/database";
import type { Files } from "../files/files";
import type { ContainerImage } from "../images/container-image";
import { tfString } from "../terraform/expression";
import { declareOutput } from "../terraform/output";

export interface MaintenanceTaskProps {
  readonly installation: Installation;
  readonly database: Database;
  readonly files: Files;
  /** Image of OpenEMR. */
  readonly image: ContainerImage;
  /** OpenEMR itself: its task's log and execution role are shared, and its administrator's password is rotated. */
  readonly application: Pick<Application, "task" | "administrator">;
}

/** Name of the volume with the whole file system, and where the container has it. */
const FILES = { volume: "files", path: "/files" } as const;

/** CPU units and MiB: a shell, a client of MySQL and PHP for a moment. */
const SIZE = { cpu: "512", memory: "2048" } as const;

/**
 * A task that procedures start (`npm run restore`, `upgrade`, `rotate`), and nothing else: it has the whole file system at `/files`, also what a
 * restore put beside `sites`, and both users of the database. Its script comes with the request to run it. No task of
 * OpenEMR reaches the file system outside of `sites`.
 */
export class MaintenanceTask extends Construct {
  readonly role: ServiceRole;

  constructor(scope: Construct, id: string, props: MaintenanceTaskProps) {
    super(scope, id);
    const { installation, database, files, image } = props;
    const { task, administrator } = props.application;
    const role = new ServiceRole(this, "role", {
      installation,
      name: "maintenance",
      service: "ecs-tasks.amazonaws.com",
      statements: [
        {
          sid: "RotateAdministrator",
          actions: [
            "secretsmanager:DescribeSecret",
            "secretsmanager:GetSecretValue",
            "secretsmanager:PutSecretValue",
            "secretsmanager:UpdateSecretVersionStage",
          ],
          resources: [administrator.arn],
        },
        {
          sid: "EncryptSecret",
          actions: ["kms:Decrypt", "kms:GenerateDataKey"],
          resources: [administrator.encryptionKey.arn],
          conditions: installation.via("secretsmanager"),
        },
      ],
    });
    this.role = role;
    files.allowMountOfAll(role.arn);
    const defaults = {
      image: image.reference,
      logGroupName: task.logGroup.name,
      region: installation.region,
    };
    const definition = new EcsTaskDefinition(this, "Default", {
      family: installation.names.of("maintenance"),
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "ARM64" },
      ...SIZE,
      executionRoleArn: task.executionRole.arn,
      taskRoleArn: role.arn,
      volume: [
        {
          name: FILES.volume,
          efsVolumeConfiguration: {
            fileSystemId: files.fileSystem.id,
            transitEncryption: "ENABLED",
            authorizationConfig: { iam: "ENABLED" },
          },
        },
        { name: TLS_VOLUME },
      ],
      containerDefinitions: tfString`jsonencode(${[
        certificateContainer(this, defaults),
        {
          ...containerDefaults("maintenance", defaults),
          command: [
            "echo 'This task needs a script: npm run restore and others start it with one.'; exit 64",
          ],
          essential: true,
          dependsOn: [AFTER_CERTIFICATE],
          workingDirectory: FILES.path,
          mountPoints: [
            { sourceVolume: FILES.volume, containerPath: FILES.path, readOnly: false },
            tlsMount(true),
          ],
          environment: Object.entries({
            MYSQL_HOST: database.cluster.endpoint,
            MYSQL_PORT: tfString`tostring(${database.port})`,
            MYSQL_ROOT_USER: database.secret.username,
          }).map(([name, value]) => ({ name, value })),
          secrets: Object.entries({
            MYSQL_ROOT_PASS: database.secret.valueFrom("password"),
            // Its two users take turns.
            MYSQL_USER: database.user.valueFrom("username"),
            MYSQL_PASS: database.user.valueFrom("password"),
          }).map(([name, valueFrom]) => ({ name, valueFrom })),
          linuxParameters: { initProcessEnabled: true },
        },
      ]})`,
    });
    declareOutput(
      this,
      "maintenance_task_definition",
      "Task definition that procedures such as npm run restore start; nothing else does.",
      definition.arn,
    );
  }
}
