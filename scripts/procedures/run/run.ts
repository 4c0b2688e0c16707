import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { RunTaskCommand, type Task } from "@aws-sdk/client-ecs";
import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import { newestTask } from "../maintenance-task";
import { forget, type ProcedureRecord, Records, storeRecord } from "../record";
import { refuseDuringExchange } from "../restore/record";
import { readService } from "../service/tasks";
import type { Procedure, Step } from "../step";

/** The container of OpenEMR's tasks in whose place the script runs. */
const CONTAINER = "openemr";

/** ECS takes overrides of as many characters, all together. */
const LONGEST_OVERRIDES = 8192;

/** A script that was begun and whose end nobody was told yet. */
interface RunRecord extends ProcedureRecord {
  /** Digest of the script. */
  readonly script: string;
}

export interface RunProps {
  /** Text of the script, for the image's `/bin/sh`. */
  readonly script: string;
  readonly name: string;
  /** Takes a line that the script printed. */
  readonly print: (line: string) => void;
  /** Takes the script's exit code. */
  readonly ended: (exitCode: number) => void;
}

/**
 * Runs a script in a task of its own, with OpenEMR's image, network, files and roles, follows its log, and tells its exit
 * code. The task starts no web server, and the load balancer does not know it. Stopped and given again with the same
 * script, it goes on with that task, and does not run the script twice.
 *
 * @throws UserError where the script is too long for ECS
 */
export async function run(installation: Installation, props: RunProps): Promise<Procedure> {
  await refuseDuringExchange(installation);
  refuseLength(props);
  const { environment } = installation;
  const script = createHash("sha256").update(props.script).digest("hex").slice(0, 12);
  const records = new Records<RunRecord>(installation, "run-script");
  const before = await records.read();
  if (before?.script !== script) records.plan({ begunAt: new Date().toISOString(), done: {}, script });
  let exitCode: number | undefined;
  return {
    name: "run",
    environment,
    again: `npm run run -- ${environment} ${props.name}`,
    summary: `Runs ${props.name} in a task of its own, as root, with OpenEMR's files and database. People go on working; what the script changes is changed for them.`,
    steps: [
      storeRecord(records, "Note which script it is"),
      runScript(installation, records, props, (code) => {
        exitCode = code;
      }),
      forget(records, "Note that it has ended"),
    ],
    outcome: async () => {
      if (exitCode !== undefined) props.ended(exitCode);
      return [`${props.name} ended with ${exitCode ?? "an exit code that another run was told"}.`];
    },
  };
}

function runScript(
  installation: Installation,
  records: Records<RunRecord>,
  props: RunProps,
  ended: (exitCode: number) => void,
): Step {
  let token = randomUUID();
  let log: TaskLog | undefined;
  const startedBy = () =>
    `run-${records.current.script}-${records.current.begunAt.replace(/\D/g, "").slice(0, 14)}`;
  return {
    title: `Run ${props.name}`,
    takes: "2 min until it starts",
    look: async () => {
      if (!records.isStored) return { is: "to do" };
      const task = await newestTask(installation, await familyOf(installation), startedBy());
      if (!task) return { is: "to do" };
      log ??= new TaskLog(installation, task, props.print);
      await log.print();
      if (task.lastStatus !== "STOPPED") return { is: "under way", note: task.lastStatus?.toLowerCase() };
      const { exitCode, reason } = task.containers?.find(({ name }) => name === CONTAINER) ?? {};
      if (exitCode === undefined) return { is: "failed", note: reason ?? task.stoppedReason };
      ended(exitCode);
      return { is: "done", note: `it ended with ${exitCode}` };
    },
    begin: async () => {
      const { networkConfiguration, taskDefinition } = await readService(installation);
      const { clients, cluster } = installation;
      log = undefined;
      await clients.ecs.send(
        new RunTaskCommand({
          cluster,
          taskDefinition,
          launchType: "FARGATE",
          networkConfiguration,
          startedBy: startedBy(),
          clientToken: token,
          overrides: overridesOf(props),
        }),
      );
      token = randomUUID();
    },
  };
}

function overridesOf({ script, name }: RunProps) {
  const wrapper = readFileSync(path.join(__dirname, "run-script.sh"), "utf8");
  return { containerOverrides: [{ name: CONTAINER, command: [wrapper, "run-script.sh", script, name] }] };
}

function refuseLength(props: RunProps): void {
  const length = JSON.stringify(overridesOf(props)).length;
  if (length <= LONGEST_OVERRIDES) return;
  throw new UserError(
    `${props.name} is ${length - LONGEST_OVERRIDES} characters longer than ECS hands to a task. Have the script fetch what is large, such as from a presigned URL of S3.`,
  );
}

/** arn:aws:ecs:<region>:<account>:task-definition/<family>:<revision> */
async function familyOf(installation: Installation): Promise<string> {
  const { taskDefinition } = await readService(installation);
  return taskDefinition!.split("/").at(-1)!.split(":")[0]!;
}

/** Prints each line of a task's log once. */
class TaskLog {
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
