import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { GeneratedSecret } from "../aws/generated-secret";
import type { Installation } from "../aws/installation";
import { LogGroup } from "../aws/log-group";
import { ServiceRole } from "../aws/service-role";
import type { Cache } from "../cache/cache";
import type { Database } from "../database/database";
import type { Files } from "../files/files";
import type { ContainerImage } from "../images/container-image";
import { serviceNames } from "../openemr/service-names";
import { tfString, type Value } from "../terraform/expression";
import { containerDefinitions, VOLUMES } from "./container-definitions";
import type { EcsExec } from "./ecs-exec";
import type { SettingsDeclaration } from "./settings-declaration";
import { TaskScripts } from "./task-scripts";

export interface TaskProps {
  readonly installation: Installation;
  readonly database: Database;
  readonly cache: Cache;
  readonly files: Files;
  /** User name and password of OpenEMR's first administrator. */
  readonly administrator: GeneratedSecret;
  /** Image of OpenEMR. */
  readonly image: ContainerImage;
  /** CPU units. */
  readonly cpu: Value<number>;
  /** MiB. */
  readonly memory: Value<number>;
  /** Encrypts the secrets. */
  readonly dataKey: EncryptionKey;
  /** Encrypts the log. */
  readonly logKey: EncryptionKey;
  readonly logRetentionDays: Value<number>;
  readonly exec: EcsExec;
  /** Settings inside OpenEMR that Terraform decides. */
  readonly declaration: SettingsDeclaration;
  /** Environment variables of the web server, as `webServerEnvironment` makes them. */
  readonly webServer: Readonly<Record<string, string>>;
}

/** One task of the service: its containers, its volumes, its log and its two roles. */
export class Task extends Construct {
  readonly definition: EcsTaskDefinition;
  readonly logGroup: LogGroup;
  /** The role of the application itself: it reads what is declared of its settings. */
  readonly role: ServiceRole;
  /** The role by which ECS prepares the task: it reads the secrets and writes the log. */
  readonly executionRole: ServiceRole;

  constructor(scope: Construct, id: string, props: TaskProps) {
    super(scope, id);
    const { installation, database, cache, files, administrator, dataKey, logKey, declaration } = props;
    this.logGroup = new LogGroup(this, "log", {
      name: installation.names.path("application"),
      retentionDays: props.logRetentionDays,
      encryptionKey: logKey,
    });
    const decryptSecrets = {
      sid: "DecryptSecrets",
      actions: ["kms:Decrypt"],
      resources: [dataKey.arn],
      conditions: installation.via("secretsmanager"),
    };
    this.executionRole = new ServiceRole(this, "execution_role", {
      installation,
      name: "task-execution",
      service: "ecs-tasks.amazonaws.com",
      statements: [
        this.logGroup.grantWrite(),
        {
          sid: "ReadSecrets",
          actions: ["secretsmanager:GetSecretValue"],
          resources: [database.secret.arn, database.user.arn, administrator.arn],
        },
        decryptSecrets,
        ...props.image.pull,
      ],
    });
    this.role = new ServiceRole(this, "role", {
      installation,
      name: "task",
      service: "ecs-tasks.amazonaws.com",
      statements: [
        // Parameters of the type String are not encrypted, so this needs no key.
        { sid: "ReadDeclaration", actions: ["ssm:GetParameter"], resources: [declaration.arn] },
        {
          sid: "ProtectTasks",
          // ECS's agent asks in the name of the task that installs or upgrades.
          actions: ["ecs:UpdateTaskProtection"],
          resources: [installation.arn("ecs", `task/${serviceNames(installation).cluster}/*`)],
        },
        ...(declaration.secretArns.length === 0
          ? []
          : [
              {
                sid: "ReadSecretSettings",
                actions: ["secretsmanager:GetSecretValue"],
                // Also while they are off: a task may be about to apply what was declared before.
                resources: declaration.secretArns,
              },
              decryptSecrets,
            ]),
      ],
    });
    files.grantMount(this.role.arn);
    this.definition = new EcsTaskDefinition(this, "Default", {
      // A deployment that fails goes back to the revision before, which must still be there.
      skipDestroy: true,
      family: installation.names.of("task"),
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "ARM64" },
      cpu: tfString`tostring(${props.cpu})`,
      memory: tfString`tostring(${props.memory})`,
      executionRoleArn: this.executionRole.arn,
      taskRoleArn: this.role.arn,
      volume: [
        {
          name: VOLUMES.sites,
          efsVolumeConfiguration: {
            fileSystemId: files.fileSystem.id,
            transitEncryption: "ENABLED",
            authorizationConfig: { accessPointId: files.accessPoint.id, iam: "ENABLED" },
          },
        },
        { name: VOLUMES.tls },
        { name: VOLUMES.passwords },
        { name: VOLUMES.installationLog },
      ],
      containerDefinitions: containerDefinitions(this, {
        image: props.image.reference,
        scripts: new TaskScripts(this, "scripts"),
        logGroupName: this.logGroup.name,
        region: installation.region,
        environment: {
          MYSQL_HOST: database.cluster.endpoint,
          MYSQL_PORT: tfString`tostring(${database.port})`,
          MYSQL_ROOT_USER: database.secret.username,
          MYSQL_USER: database.user.username,
          OE_USER: administrator.username,
          REDIS_SERVER: cache.address,
          REDIS_TLS: "yes",
          ...declaration.environment,
          ...props.webServer,
        },
        secrets: {
          MYSQL_ROOT_PASS: database.secret.valueFrom("password"),
          MYSQL_PASS: database.user.valueFrom("password"),
          OE_PASS: administrator.valueFrom("password"),
        },
        labels: { ...props.exec.labels, ...declaration.labels, ...props.image.labels },
      }),
    });
  }
}
