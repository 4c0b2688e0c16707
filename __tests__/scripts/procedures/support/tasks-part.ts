import type { GetLogEventsRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { DescribeTasksRequest, ListTasksRequest, RunTaskRequest } from "@aws-sdk/client-ecs";
import { AwsFault } from "./fault";
import type { Part, Service } from "./world";

interface Task {
  readonly arn: string;
  readonly startedBy: string;
  readonly script: string;
  readonly token: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly container: string;
  readonly createdAt: Date;
  left: number;
  exitCode?: number;
  said?: string;
}

/** Folders of the file system by their names, each by whose files are in it; a restored one has them in its `sites`. */
export type Folders = Record<string, string>;

/** The most tasks that ECS lists in a page, and describes in an answer. */
const AT_ONCE = 100;

/** The folder that `load-files` makes. */
const MOVED_IN = "aws-backup-restore_import";

/** The time in the name of a folder, as digits to the millisecond. */
function timeOf(folder: string): string {
  return folder.replace(/\D/g, "").padEnd(17, "0").slice(0, 17);
}

/**
 * Tasks that run a script of a restore, over folders of a file system. Compared with botocore 1.43.11, model
 * ecs-2014-11-13, on 2026-11-29, and the scripts with those in scripts/procedures/restore, which other tests run.
 */
export class TasksPart implements Part {
  readonly folders: Folders = { sites: "today" };
  private readonly tasks: Task[] = [];
  /** The text that `look-into` prints. */
  found =
    "site default: OpenEMR 8.4.1, 12 patients, newest encounter 2026-11-28, 2 keys fit; this image 8.4.1";
  /** Tells why the database and these files do not fit together, as `look-into` finds out. */
  misfit: (files: string | undefined) => string | undefined = () => undefined;
  /** The tables of a backup were loaded into the database beside. */
  onTables = () => {};
  /** Version in the database. */
  databaseVersion = () => "8.4.1";
  /** Reasons for which ECS starts no task, one a request: its answer has them in place of a task, and is no error. */
  readonly failures: string[] = [];
  /** ARNs of tasks of the family that ended within the last hour, and that ECS lists first. */
  readonly crashed: string[] = [];
  /** Errors that keep a script from its work once, by the script's name. */
  readonly failing = new Map<string, string>();

  tick(): void {
    for (const task of this.tasks) if (task.left > 0 && --task.left === 0) this.run(task);
  }

  readonly operations: Service = {
    RunTask: ({ startedBy, clientToken, overrides }: RunTaskRequest) => {
      if (startedBy!.length > 36) throw new AwsFault("InvalidParameterException", "startedBy is too long.");
      if (JSON.stringify(overrides).length > 8192) {
        throw new AwsFault("InvalidParameterException", "Container Overrides length must be at most 8192");
      }
      const script = overrides!.containerOverrides![0]!.command![1]!.replace(".sh", "");
      const reason = this.failures.shift();
      if (reason !== undefined) return { tasks: [], failures: [{ reason }] };
      const known = this.tasks.find(({ token }) => token === clientToken);
      if (known) return { tasks: [{ taskArn: known.arn }] };
      const arn = `arn:aws:ecs:eu-west-1:111122223333:task/trial/${this.tasks.length}`;
      this.tasks.push({
        arn,
        startedBy: startedBy!,
        script,
        token: clientToken!,
        environment: Object.fromEntries(
          (overrides!.containerOverrides![0]!.environment ?? []).map(({ name, value }) => [name!, value!]),
        ),
        container: overrides!.containerOverrides![0]!.name!,
        createdAt: new Date(),
        left: 4,
      });
      return { tasks: [{ taskArn: arn }] };
    },
    ListTasks: ({ desiredStatus, serviceName, nextToken = "0" }: ListTasksRequest) => {
      if (serviceName !== undefined) return undefined;
      const isListed = ({ exitCode }: Task) => (exitCode !== undefined) === (desiredStatus === "STOPPED");
      const arns = this.tasks.filter(isListed).map(({ arn }) => arn);
      if (desiredStatus === "STOPPED") arns.unshift(...this.crashed);
      const end = Number(nextToken) + AT_ONCE;
      return {
        taskArns: arns.slice(Number(nextToken), end),
        ...(end < arns.length && { nextToken: String(end) }),
      };
    },
    DescribeTasks: ({ tasks }: DescribeTasksRequest) => {
      if (tasks!.length > AT_ONCE)
        throw new AwsFault("InvalidParameterException", "Tasks cannot be more than 100.");
      return {
        tasks: this.tasks
          .filter(({ arn }) => tasks!.includes(arn))
          .map(({ arn, startedBy, createdAt, exitCode, container }) => ({
            taskArn: arn,
            startedBy,
            createdAt,
            lastStatus: exitCode === undefined ? "RUNNING" : "STOPPED",
            containers: [{ name: container, exitCode }],
          })),
      };
    },
    GetLogEvents: ({ logStreamName, nextToken }: GetLogEventsRequest) => {
      const task = this.tasks.find(({ arn }) => logStreamName!.endsWith(`/${arn.split("/").at(-1)}`));
      if (!task?.said) return { events: [], nextForwardToken: "begin" };
      return { events: nextToken === "end" ? [] : [{ message: task.said }], nextForwardToken: "end" };
    },
  };

  /** An hour after its end ECS does not show a task any more. */
  forget(): void {
    this.tasks.length = 0;
  }

  /** Names of scripts that were carried out. */
  readonly ran: string[] = [];

  private run(task: Task): void {
    this.ran.push(task.script);
    const problem = this.failing.get(task.script);
    this.failing.delete(task.script);
    try {
      if (problem !== undefined) throw new Error(problem);
      task.said = this.carryOut(task.script, task.environment);
      task.exitCode = 0;
    } catch (error) {
      task.said = (error as Error).message;
      task.exitCode = 1;
    }
  }

  private carryOut(script: string, environment: Task["environment"]): string {
    const { folders } = this;
    const { FOLDER, BEGUN } = environment;
    const move = (from: string, to: string) => {
      folders[to] = folders[from]!;
      delete folders[from];
    };
    switch (script) {
      case "look-into":
        return this.lookInto(environment);
      case "load-files":
        folders[MOVED_IN] = "moved in";
        return "4 files are in a folder beside those in use";
      case "load-tables":
        this.onTables();
        return "OpenEMR 7.0.3 with 3 tables is in the database beside the one in use, image number 7";
      case "upgrade":
        return "Files and tables beside those in use are of OpenEMR 8.4.1";
      case "exchange-files":
        if (folders[FOLDER!] === undefined) {
          if (folders["sites-replaced"] === undefined) throw new Error("There is no restored folder");
          return "The files are exchanged";
        }
        if (folders.sites !== undefined) move("sites", "sites-replaced");
        move(FOLDER!, "sites");
        return "The files are exchanged";
      case "take-back-files":
        if (folders["sites-replaced"] === undefined) return "The former files are in use";
        if (folders.sites !== undefined) move("sites", FOLDER!);
        move("sites-replaced", "sites");
        return "The former files are in use";
      case "remove-files":
        for (const name of Object.keys(folders)) {
          if (name === "sites" || (name !== FOLDER && /\d/.test(name) && timeOf(name) < (BEGUN ?? "0")))
            continue;
          delete folders[name];
        }
        return "What is not in use was removed";
      case "run-script":
        return "the script said this";
      case "administrator":
        return "admin has a new password, in OpenEMR and in the secret";
      case "database-version":
        return `The database is of OpenEMR ${this.databaseVersion()}`;
      default:
        return "openemr has the password of the secret";
    }
  }

  private lookInto({ FILES, FOLDER, FOLDER_TIMES }: Task["environment"]): string {
    const all = FOLDER
      ? [FOLDER]
      : Object.keys(this.folders).filter((name) => name.startsWith("aws-backup-restore_"));
    const [begin, end] = (FOLDER_TIMES ?? "").split(" ");
    const chosen =
      all.length > 1 ? all.filter((name) => timeOf(name) >= begin! && timeOf(name) <= end!) : all;
    if (FILES === "restored" && chosen.length !== 1) throw new Error(`Which of these folders? ${all}`);
    const name = FILES === "restored" ? chosen[0]! : "sites";
    const misfit = this.misfit(this.folders[name]);
    if (misfit !== undefined) throw new Error(misfit);
    return `${name === "sites" ? "" : `${name}: `}${this.found}`;
  }
}
