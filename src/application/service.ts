import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import type { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Installation } from "../aws/installation";
import type { LoadBalancer } from "../edge/load-balancer";
import type { Network } from "../network/network";
import type { SecurityGroup } from "../network/security-group";
import { serviceNames } from "../openemr/service-names";
import { asNumber, type Value } from "../terraform/expression";
import { OPENEMR_CONTAINER } from "./container-definitions";
import type { EcsExec } from "./ecs-exec";
import type { Task } from "./task";

export interface ServiceProps {
  readonly installation: Installation;
  readonly cluster: EcsCluster;
  readonly network: Network;
  readonly securityGroup: SecurityGroup;
  readonly loadBalancer: LoadBalancer;
  readonly task: Task;
  readonly exec: EcsExec;
  /** Number of tasks. */
  readonly minimumCapacity: Value<number>;
  readonly maximumCapacity: Value<number>;
  /** Average utilization, in percent, that autoscaling aims for. */
  readonly cpuTarget: Value<number>;
  readonly memoryTarget: Value<number>;
  /** A task needs these from its first second on. */
  readonly dependsOn: ITerraformDependable[];
}

/**
 * For this time ECS ignores what the load balancer's check and the container's check say of a new task (the API
 * reference of CreateService says so of both), so it is as short as a start allows: the certificate takes seconds, and
 * a database that pauses or fails over a minute. The container's own start period is as long, so nothing is lost.
 *
 * An installation or an upgrade needs no more: such a task answers the load balancer with a page that says so.
 */
const HEALTH_CHECK_GRACE_SECONDS = 5 * 60;

/** Keeps the tasks running behind the load balancer, and their number in step with the load. */
export class Service extends Construct {
  readonly service: EcsService;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { installation, cluster, network, task } = props;
    this.service = new EcsService(this, "Default", {
      name: serviceNames(installation).service,
      cluster: cluster.arn,
      taskDefinition: task.definition.arn,
      launchType: "FARGATE",
      desiredCount: asNumber(props.minimumCapacity),
      // Autoscaling owns the number of tasks from here on.
      lifecycle: { ignoreChanges: ["desired_count"] },
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      // A rollback starts tasks of the image before. After an upgrade has begun they refuse to serve, since the sites
      // and the schema are newer than they are: a rollback cannot put old code on a new schema.
      deploymentCircuitBreaker: { enable: true, rollback: true },
      availabilityZoneRebalancing: "ENABLED",
      healthCheckGracePeriodSeconds: HEALTH_CHECK_GRACE_SECONDS,
      enableExecuteCommand: props.exec.enabled,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      networkConfiguration: {
        subnets: network.taskSubnetIds,
        securityGroups: [props.securityGroup.id],
        assignPublicIp: network.taskAddresses,
      },
      loadBalancer: [
        {
          targetGroupArn: props.loadBalancer.targetGroup.arn,
          containerName: OPENEMR_CONTAINER.name,
          containerPort: OPENEMR_CONTAINER.port,
        },
      ],
      dependsOn: props.dependsOn,
    });
    const target = new AppautoscalingTarget(this, "scaling", {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: `service/${cluster.name}/${this.service.name}`,
      minCapacity: asNumber(props.minimumCapacity),
      maxCapacity: asNumber(props.maximumCapacity),
    });
    const track = (metric: "CPU" | "Memory", targetValue: number) =>
      new AppautoscalingPolicy(this, `scaling_${metric.toLowerCase()}`, {
        name: installation.names.of(metric.toLowerCase()),
        policyType: "TargetTrackingScaling",
        serviceNamespace: target.serviceNamespace,
        scalableDimension: target.scalableDimension,
        resourceId: target.resourceId,
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType: `ECSServiceAverage${metric}Utilization` },
          targetValue,
          scaleOutCooldown: 60,
          scaleInCooldown: 300,
        },
      });
    track("CPU", asNumber(props.cpuTarget));
    track("Memory", asNumber(props.memoryTarget));
  }
}
