import { GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Task } from "@aws-sdk/client-ecs";
import type { Installation } from "../installation";

/** The container of OpenEMR's tasks in whose place the script runs. */
export const CONTAINER = "openemr";

/** Prints each line of a task's log once. */
export class TaskLog {
  private nextToken?: string;

  constructor(
    private readonly installation: Installation,
    private readonly task: Task,
    private readonly tell: (line: string) => void,
  ) {}

  async print(): Promise<void> {
    const { clients, logGroup: logGroupName } = this.installation;
    const logStreamName = `ecs/${CONTAINER}/${this.task.taskArn!.split("/").at(-1)}`;
    try {
      for (let before: string | undefined = "none"; before !== this.nextToken; ) {
        before = this.nextToken;
        const query = { logGroupName, logStreamName, startFromHead: true, nextToken: this.nextToken };
        const { events = [], nextForwardToken } = await clients.logs.send(new GetLogEventsCommand(query));
        for (const { message = "" } of events) this.tell(message);
        // At its end CloudWatch gives the token that it was given.
        this.nextToken = nextForwardToken;
      }
    } catch (error) {
      // A task that has not started has no log.
      if (!(error instanceof Error) || error.name !== "ResourceNotFoundException") throw error;
    }
  }
}
