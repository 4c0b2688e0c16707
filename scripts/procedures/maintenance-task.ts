import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DesiredStatus, type Failure, RunTaskCommand, type Task } from "@aws-sdk/client-ecs";
import { notShown } from "../aws/aws-fault";
import { findTasks } from "../openemr/status/tasks";
import type { Installation } from "./installation";
import type { Records } from "./record";
import { readService } from "./service/tasks";
import type { Seen, Step } from "./step";

/** Name of the container that runs the script. */
const CONTAINER = "maintenance";

/** ECS takes no longer `startedBy`: RunTask in its API reference. */
const LONGEST_STARTED_BY = 36;

/** The scripts, in the folders beside this file. */
type MaintenanceScript =
  | "import/load-files"
  | "import/load-tables"
  | "import/upgrade"
  | "restore/look-into"
  | "restore/exchange-files"
  | "restore/take-back-files"
  | "restore/adopt-passwords"
  | "restore/remove-files"
  | "rotate/administrator"
  | "upgrade/database-version";

export interface MaintenanceTaskProps {
  readonly title: string;
  readonly takes: string;
  /** Name of the note that it is done. @default - the script's, without its folder */
  readonly part?: string;
  readonly script: MaintenanceScript;
  /** Settings of the script. */
  readonly environment?: () => Promise<Readonly<Record<string, string>>>;
}

/**
 * Runs a script in a task of its own, and notes that it is done: AWS forgets a task an hour after its end. Every script
 * may be run again.
 */
export function maintenanceTask(
  installation: Installation,
  records: Records,
  { title, takes, script, part = path.basename(script), environment }: MaintenanceTaskProps,
): Step[] {
  const startedBy = startedByOf(part, records.current.begunAt);
  let token = randomUUID();
  return [
    {
      title,
      takes,
      look: async () => {
        const noted = records.current.done[part];
        if (noted !== undefined) return { is: "done", note: noted };
        const task = await newestTask(installation, familyOf(installation), startedBy);
        return task ? seen(installation, task) : { is: "to do" };
      },
      begin: async () => {
        const { networkConfiguration } = await readService(installation);
        const { clients, cluster } = installation;
        const settings = Object.entries((await environment?.()) ?? {});
        const { failures } = await clients.ecs.send(
          new RunTaskCommand({
            cluster,
            taskDefinition: familyOf(installation),
            launchType: "FARGATE",
            networkConfiguration,
            startedBy,
            clientToken: token,
            overrides: {
              containerOverrides: [
                {
                  name: CONTAINER,
                  command: [
                    readFileSync(path.join(__dirname, `${script}.sh`), "utf8"),
                    `${path.basename(script)}.sh`,
                  ],
                  environment: settings.map(([name, value]) => ({ name, value })),
                },
              ],
            },
          }),
        );
        token = randomUUID();
        refuseFailures(failures);
      },
    },
    {
      title: `Note that "${title}" is done`,
      takes: "1 s",
      look: async () => ({ is: records.current.done[part] === undefined ? "to do" : "done" }),
      begin: async () => {
        const task = await newestTask(installation, familyOf(installation), startedBy);
        const said = task && (await lastLine(installation, task));
        // The log comes a little later than the end of the task.
        if (!said) throw notShown("the log of the task");
        await records.note(part, said);
      },
    },
  ];
}

/**
 * ECS answers with reasons in place of a task, and with no error, where it has no capacity, for example.
 *
 * @throws an error after which the task is asked for again
 */
export function refuseFailures(failures: readonly Failure[] = []): void {
  const [failure] = failures;
  if (!failure) return;
  const why = [failure.reason, failure.detail].filter(Boolean).join(": ");
  throw Object.assign(new Error(`ECS starts no task: ${why}`), { $fault: "server" });
}

/**
 * The name by which ECS knows the tasks of a part of one procedure, and no others.
 *
 * @param begunAt when the procedure began, in ISO 8601
 */
function startedByOf(part: string, begunAt: string): string {
  const name = `${part}-${begunAt.replace(/\D/g, "")}`;
  // A name that was cut could be that of another procedure of the same day, whose task would be taken for this one's.
  if (name.length > LONGEST_STARTED_BY) throw new Error(`${part} is too long a name for a task.`);
  return name;
}

/**
 * The newest task of a family that was started under a name. ECS takes no other filter beside `startedBy`, so tasks are
 * listed by their family.
 */
export async function newestTask(
  { clients, cluster }: Installation,
  family: string,
  startedBy: string,
): Promise<Task | undefined> {
  const tasks: Task[] = [];
  for (const desiredStatus of [DesiredStatus.RUNNING, DesiredStatus.STOPPED]) {
    tasks.push(...(await findTasks(clients.ecs, { cluster, family, desiredStatus })));
  }
  return tasks
    .filter((task) => task.startedBy === startedBy)
    .sort((one, other) => other.createdAt!.getTime() - one.createdAt!.getTime())[0];
}

/** Its newest revision is the one that is run: a deploy in the middle of a procedure takes the former one away. */
function familyOf({ maintenanceTask }: Installation): string {
  // arn:aws:ecs:<region>:<account>:task-definition/<family>:<revision>
  return maintenanceTask.split("/").at(-1)!.split(":")[0]!;
}

async function seen(installation: Installation, task: Task): Promise<Seen> {
  if (task.lastStatus !== "STOPPED") return { is: "under way", note: task.lastStatus?.toLowerCase() };
  const { exitCode, reason } = task.containers?.find(({ name }) => name === CONTAINER) ?? {};
  const said = await lastLine(installation, task);
  if (exitCode === 0) return { is: "done", note: said };
  return { is: "failed", note: said || reason || task.stoppedReason || `It ended with ${exitCode}.` };
}

/** The last line that the script printed, which says what it did or why it ended. */
async function lastLine({ clients, logGroup }: Installation, task: Task): Promise<string> {
  const logStreamName = `ecs/${CONTAINER}/${task.taskArn!.split("/").at(-1)}`;
  try {
    const { events = [] } = await clients.logs.send(
      new GetLogEventsCommand({ logGroupName: logGroup, logStreamName, limit: 1 }),
    );
    return events.at(-1)?.message?.trim() ?? "";
  } catch (error) {
    // A task that did not start has no log.
    if (error instanceof Error && error.name === "ResourceNotFoundException") return "";
    throw error;
  }
}
