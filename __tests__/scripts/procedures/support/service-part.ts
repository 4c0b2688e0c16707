import type {
  DescribeScalableTargetsRequest,
  RegisterScalableTargetRequest,
  SuspendedState,
} from "@aws-sdk/client-application-auto-scaling";
import type {
  DescribeServicesRequest,
  DescribeTasksRequest,
  ListTasksRequest,
  ServiceEvent,
  UpdateServiceRequest,
} from "@aws-sdk/client-ecs";
import type { DescribeRulesInput, ModifyRuleInput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { MAINTENANCE_PAGE_PATHS } from "../../../../src/edge/maintenance-page-paths";
import { Clock } from "./clock";
import { AwsFault } from "./fault";
import type { Part, Service } from "./world";

/**
 * One service of ECS with its autoscaling, and the rule of its load balancer with the page of maintenance. Compared with
 * botocore 1.43.11, models ecs-2014-11-13, application-autoscaling-2016-02-06 and elasticloadbalancingv2-2015-12-01, on
 * 2026-11-30. A task takes two minutes to start and one to end.
 */
export class ServicePart implements Part {
  suspended: SuspendedState = {};
  desired = 2;
  running = 2;
  minimum = 2;
  /** Path for which the load balancer answers with the page of maintenance. */
  pagePath: string = MAINTENANCE_PAGE_PATHS.hidden;
  /** `openemr_version` that is deployed. */
  version = "8.4.1-2026-10-01";
  /** State of the newest deployment, by the words of ECS. */
  deployment = "SUCCESSFUL";
  /** Requests that an upgrade by the tasks takes to be asked. */
  private upgrading = 0;
  /** Requests until all tasks are replaced by others of the same version. */
  replacing = 0;
  private waited = 0;
  private readonly clock = new Clock();
  private readonly events: ServiceEvent[] = [];

  constructor(
    private readonly cluster: string,
    private readonly service: string,
  ) {}

  /** A deploy of another version, as Terraform asks for it. @param takes requests until its tasks serve */
  deploy(version: string, takes = 12): void {
    if (version === this.version) return;
    this.version = version;
    if (this.desired === 0) return;
    this.deployment = "IN_PROGRESS";
    this.upgrading = takes;
  }

  tick(): void {
    this.clock.tick();
    if (this.replacing > 0) this.replacing--;
    if (this.upgrading > 0 && --this.upgrading === 0) this.deployment = "SUCCESSFUL";
    if (this.running === this.desired) return;
    if (++this.waited < (this.running > this.desired ? 2 : 4)) return;
    const isStart = this.running < this.desired;
    this.running += isStart ? 1 : -1;
    const message = `(service ${this.service}) has ${isStart ? "started 1 tasks" : "stopped 1 running tasks"}: (task 1).`;
    this.events.unshift({ createdAt: this.clock.now(), message });
    this.waited = 0;
  }

  readonly operations: Service = {
    DescribeServices: ({ cluster, services }: DescribeServicesRequest) => {
      if (cluster !== this.cluster) throw new AwsFault("ClusterNotFoundException", "Cluster not found.");
      if (services?.[0] !== this.service) return { services: [], failures: [{ reason: "MISSING" }] };
      return {
        services: [
          {
            status: "ACTIVE",
            desiredCount: this.desired,
            runningCount: this.running,
            pendingCount: Math.max(0, this.desired - this.running),
            createdAt: new Date(0),
            events: this.events.slice(0, 100),
            deployments: [
              { status: "PRIMARY", rolloutState: this.replacing > 0 ? "IN_PROGRESS" : "COMPLETED" },
            ],
            taskDefinition: "task:7",
            networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"] } },
          },
        ],
      };
    },
    // It shows no task that is ending.
    ListTasks: ({ serviceName, desiredStatus }: ListTasksRequest) =>
      serviceName === undefined
        ? undefined
        : { taskArns: desiredStatus === "STOPPED" ? [] : this.taskArns() },
    DescribeTasks: ({ tasks }: DescribeTasksRequest) =>
      tasks!.every((arn) => arn.startsWith("serving/"))
        ? { tasks: tasks!.map((taskArn) => this.task(taskArn)) }
        : undefined,
    StopTask: () => {
      this.running = Math.max(0, this.running - 1);
      return {};
    },
    ListServiceDeployments: () => ({
      serviceDeployments: [{ status: this.deployment, createdAt: new Date() }],
    }),
    FilterLogEvents: () => ({ events: [] }),
    DescribeTaskDefinition: () => ({
      taskDefinition: {
        containerDefinitions: [{ name: "openemr", dockerLabels: { "openemr.version": this.version } }],
      },
    }),
    UpdateService: ({ service, desiredCount }: UpdateServiceRequest) => {
      if (service !== this.service) throw new AwsFault("ServiceNotFoundException", "Service not found.");
      this.desired = desiredCount!;
      this.waited = 0;
      return {};
    },
    DescribeRules: ({ RuleArns: [RuleArn] = [] }: DescribeRulesInput) => {
      const Values = [this.pagePath];
      return {
        Rules: [{ RuleArn, Conditions: [{ Field: "path-pattern", Values, PathPatternConfig: { Values } }] }],
      };
    },
    ModifyRule: ({ Conditions: [condition] = [] }: ModifyRuleInput) => {
      this.pagePath = condition!.PathPatternConfig!.Values![0]!;
      return {};
    },
    DescribeScalableTargets: ({ ResourceIds }: DescribeScalableTargetsRequest) => ({
      ScalableTargets:
        ResourceIds?.[0] === this.resourceId
          ? [{ MinCapacity: this.minimum, MaxCapacity: 10, SuspendedState: this.suspended }]
          : [],
    }),
    RegisterScalableTarget: ({ ResourceId, SuspendedState }: RegisterScalableTargetRequest) => {
      // Without both capacities AWS registers nothing new.
      if (ResourceId !== this.resourceId)
        throw new AwsFault("ValidationException", "MinCapacity is required");
      this.suspended = { ...SuspendedState };
      return {};
    },
  };

  private task(taskArn: string) {
    const healthStatus = this.upgrading > 0 ? "UNKNOWN" : "HEALTHY";
    const containers = [{ name: "openemr", healthStatus }];
    return { taskArn, healthStatus, lastStatus: "RUNNING", createdAt: new Date(), containers } as const;
  }

  private taskArns(): string[] {
    return Array.from({ length: this.running }, (_, i) => `serving/${i}`);
  }

  private get resourceId(): string {
    return `service/${this.cluster}/${this.service}`;
  }
}
