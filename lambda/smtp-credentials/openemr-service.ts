import {
  type Deployment,
  DescribeServicesCommand,
  type ECSClient,
  type Service,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { attempt } from "../lib/aws-call";

/** How far the tasks that ran at some moment have been replaced. */
export interface Replacement {
  readonly progress: "not begun" | "under way" | "complete";
  /** Id of the deployment that the service is to reach. */
  readonly deployment?: string;
}

/** The service that runs OpenEMR's tasks. */
export class OpenEmrService {
  constructor(
    private readonly client: Pick<ECSClient, "send">,
    private readonly cluster: string,
    private readonly name: string,
  ) {}

  /**
   * A deployment that began later, and has completed, has replaced every task of before. A deployment that is
   * rolled back leaves tasks of an earlier one.
   */
  async replacementSince(moment: Date): Promise<Replacement> {
    const service = await this.find();
    if (!service) return { progress: "complete" };
    const { deployments = [] } = service;
    const primary = deployments.find(({ status }) => status === "PRIMARY");
    const began = (deployment: Deployment) => deployment.createdAt!.getTime() > moment.getTime();
    if (!primary || !began(primary) || primary.rolloutState === "FAILED") return { progress: "not begun" };
    const isComplete = primary.rolloutState === "COMPLETED" && deployments.every(began);
    return { progress: isComplete ? "complete" : "under way", deployment: primary.id };
  }

  /** Starts to replace all tasks by new ones. @returns false where there is no service */
  async replaceTasks(): Promise<boolean> {
    if (!(await this.find())) return false;
    await attempt(`replace the tasks of the service ${this.name}`, () =>
      this.client.send(
        new UpdateServiceCommand({ cluster: this.cluster, service: this.name, forceNewDeployment: true }),
      ),
    );
    return true;
  }

  /** Undefined before it is made, and after it was deleted. */
  private async find(): Promise<Service | undefined> {
    return attempt(`look at the service ${this.name}`, async () => {
      try {
        const { services = [] } = await this.client.send(
          new DescribeServicesCommand({ cluster: this.cluster, services: [this.name] }),
        );
        return services.find(({ status }) => status === "ACTIVE");
      } catch (error) {
        if ((error as Error).name === "ClusterNotFoundException") return undefined;
        throw error;
      }
    });
  }
}
