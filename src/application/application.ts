import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { Construct } from "constructs";
import { GeneratedSecret } from "../aws/generated-secret";
import type { Installation } from "../aws/installation";
import type { LoadBalancer } from "../edge/load-balancer";
import type { Mail } from "../mail/mail";
import { Connection } from "../network/connection";
import { InternetEgress } from "../network/internet-egress";
import type { Network } from "../network/network";
import { SecurityGroup } from "../network/security-group";
import { serviceNames } from "../openemr/service-names";
import { DestroyGuard } from "../terraform/destroy-guard";
import type { Value } from "../terraform/expression";
import { select, Toggle } from "../terraform/instance-scope";
import { declareOutput } from "../terraform/output";
import { type ApisAndPatientPortalProps, apisAndPatientPortal } from "./apis-and-patient-portal";
import { ConnectionBudget } from "./connection-budget";
import { OPENEMR_CONTAINER } from "./container-definitions";
import { Service, type ServiceProps } from "./service";
import { SettingsDeclaration } from "./settings-declaration";
import { Task, type TaskProps } from "./task";
import { type WebServerProps, webServerEnvironment } from "./web-server";

export interface ApplicationProps
  extends Omit<TaskProps, "administrator" | "declaration" | "webServer">,
    Omit<WebServerProps, "network" | "size" | "databaseMinimumCapacity">,
    ApisAndPatientPortalProps,
    Pick<ServiceProps, "minimumCapacity" | "maximumCapacity" | "cpuTarget" | "memoryTarget"> {
  readonly network: Network;
  readonly loadBalancer: LoadBalancer;
  /** Tasks reach mail servers on the internet; known at plan time. */
  readonly openSmtpPort: Value<boolean>;
  /** Sends OpenEMR's mail while it is on. */
  readonly mail: Mail;
  /** CloudWatch gets metrics of the cluster, the service and the tasks. */
  readonly containerInsights: Value<boolean>;
}

/** OpenEMR itself: a Fargate service whose tasks reach the database, the cache and the files, and HTTPS. */
export class Application extends Construct {
  readonly cluster: EcsCluster;
  readonly administrator: GeneratedSecret;
  readonly securityGroup: SecurityGroup;
  readonly task: Task;
  readonly service: Service;
  /** The least and the most tasks that autoscaling starts. */
  readonly capacity: { readonly minimum: Value<number>; readonly maximum: Value<number> };

  constructor(scope: Construct, id: string, props: ApplicationProps) {
    super(scope, id);
    const { installation, network, loadBalancer, database, cache, files, dataKey, exec } = props;
    const size = { cpu: props.cpu, memory: props.memory };
    new ConnectionBudget(this, "connections", {
      size,
      phpMemoryLimitMb: props.phpMemoryLimitMb,
      maximumTasks: props.maximumCapacity,
      databaseMaximumCapacity: database.capacity.maximum,
    });
    this.capacity = { minimum: props.minimumCapacity, maximum: props.maximumCapacity };
    this.cluster = new EcsCluster(this, "cluster", {
      name: serviceNames(installation).cluster,
      setting: [
        { name: "containerInsights", value: select(props.containerInsights, "enabled", "disabled").asString },
      ],
    });
    exec.configure(this.cluster);
    this.administrator = new GeneratedSecret(this, "administrator", {
      installation,
      name: "administrator",
      description: "User name and password of OpenEMR's first administrator.",
      username: "admin",
      encryptionKey: dataKey,
    });
    const declaration = new SettingsDeclaration(this, "settings", {
      installation,
      settings: [...apisAndPatientPortal(props), ...props.mail.settings],
      dependsOn: props.mail.ready,
    });
    this.task = new Task(this, "task", {
      ...props,
      administrator: this.administrator,
      declaration,
      webServer: webServerEnvironment({ ...props, size, databaseMinimumCapacity: database.capacity.minimum }),
    });
    const mayExec = exec.grantExec(this.task.role);
    this.securityGroup = new SecurityGroup(this, "security_group", {
      installation,
      network,
      name: "application",
      description: "Tasks of the OpenEMR service",
    });
    const own = this.securityGroup;
    const connections = [
      new Connection(this, "from_load_balancer", {
        from: loadBalancer.securityGroup,
        to: own,
        port: OPENEMR_CONTAINER.port,
        description: "Load balancer to OpenEMR",
      }),
      new Connection(this, "to_database", {
        from: own,
        to: database.securityGroup,
        port: database.port,
        description: "OpenEMR to Aurora MySQL",
      }),
      new Connection(this, "to_cache", {
        from: own,
        to: cache.securityGroup,
        port: cache.port,
        description: "OpenEMR to Valkey",
      }),
      new Connection(this, "to_files", {
        from: own,
        to: files.securityGroup,
        port: files.port,
        description: "OpenEMR to EFS",
      }),
      new InternetEgress(this, "to_https", {
        from: own,
        port: 443,
        description: "Image, secrets, log, certificate bundles and the services that OpenEMR calls",
      }),
    ];
    new InternetEgress(new Toggle(this, "to_smtp", props.openSmtpPort), "Default", {
      from: own,
      port: 587,
      description: "Mail servers that OpenEMR sends through",
    });
    props.mail.allowFrom(own);
    // OpenEMR can be used as soon as its service is there, so all that it needs and keeps is protected before that, and
    // not only when the deployment is complete.
    const { resource: protection } = new DestroyGuard(this, "data_guard", {
      refuses: installation.deletionProtection,
      message:
        "deletion_protection is true, so OpenEMR and its data stay. Complete this first deployment by npm run deploy, or remove it by npm run destroy with --unfinished.",
    });
    this.service = new Service(this, "service", {
      ...props,
      cluster: this.cluster,
      securityGroup: own,
      task: this.task,
      dependsOn: [
        ...connections.flatMap((connection) => connection.rules),
        ...network.privateRoutes,
        ...loadBalancer.listeners,
        ...files.mountTargets,
        ...database.instances,
        this.administrator.version,
        database.secret.version,
        database.user.version,
        ...this.task.executionRole.permissions,
        ...this.task.role.permissions,
        ...props.mail.ready,
        mayExec,
        protection,
      ],
    });
    this.declareOutputs(installation);
  }

  private declareOutputs({ region }: Installation): void {
    declareOutput(
      this,
      "administrator_password_command",
      "Command that prints the user name and the password of OpenEMR's first administrator.",
      `aws secretsmanager get-secret-value --region ${region} --secret-id ${this.administrator.arn} --query SecretString --output text`,
    );
    declareOutput(
      this,
      "administrator_secret_arn",
      "Secret with OpenEMR's first administrator.",
      this.administrator.arn,
    );
    declareOutput(this, "ecs_cluster_name", "ECS cluster.", this.cluster.name);
    declareOutput(this, "ecs_service_name", "ECS service.", this.service.service.name);
  }
}
