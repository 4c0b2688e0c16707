import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { RunTaskCommand } from "@aws-sdk/client-ecs";
import { UserError } from "../../../src/user-error";
import { shellWord } from "../../system/shell-word";
import type { Installation } from "../installation";
import { newestTask, refuseFailures } from "../maintenance-task";
import { forget, type ProcedureRecord, Records, storeRecord } from "../record";
import { refuseDuringExchange } from "../restore/record";
import { readService } from "../service/tasks";
import type { Procedure, Seen, Step } from "../step";
import { CONTAINER, TaskLog } from "./task-log";

/** ECS takes overrides of as many characters, all together. */
const LONGEST_OVERRIDES = 8192;

/** ECS shows a task at least for an hour after its end. One that was asked for later than this is shown. In milliseconds. */
const SURELY_SHOWN = 30 * 60_000;

/** Until ECS lists a task that it has taken. In milliseconds. */
const UNTIL_LISTED = 5 * 60_000;

/** Notes of a run: when and by which token its task was asked for, and the task. */
const RUN = { token: "started", task: "task" } as const;

/** A script that was begun and whose end nobody was told yet. */
interface RunRecord extends ProcedureRecord {
  /** Digest of the script. */
  readonly script: string;
}

export interface RunProps {
  /** Text of the script, for the image's `/bin/sh`. */
  readonly script: string;
  readonly name: string;
  /** The path by which a person gave it. @default - its name */
  readonly given?: string;
  /** Runs it anew, whatever became of the former run. */
  readonly again?: boolean;
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
  if (before?.script !== script || props.again)
    records.plan({ begunAt: new Date().toISOString(), done: {}, script });
  const removal = new Records(installation, "remove");
  const isRemoved = (await removal.read()) !== undefined;
  let exitCode: number | undefined;
  return {
    name: "run",
    environment,
    again: againOf(installation, props),
    summary: `Runs ${props.name} in a task of its own, as root, with OpenEMR's files and database. People go on working; what the script changes is changed for them. Whoever may look at the account can read the script itself, in ECS for an hour and in CloudTrail's records for years: no password and no patient's data should stand in it.`,
    steps: [
      // Its last backup lacks what the script changes, and ECS shows nothing of that an hour later.
      ...(isRemoved ? [forget(removal, "Have the removal that was begun make another last backup")] : []),
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
  let didNotStart = false;
  let log: TaskLog | undefined;
  const startedBy = () =>
    `run-${records.current.script}-${records.current.begunAt.replace(/\D/g, "").slice(0, 14)}`;
  return {
    title: `Run ${props.name}`,
    takes: "2 min until it starts",
    look: async () => {
      if (!records.isStored) return { is: "to do" };
      const task = await newestTask(installation, await familyOf(installation), startedBy());
      if (!task) return withoutTask(records.current);
      log ??= new TaskLog(installation, task, props.print);
      await log.print();
      if (task.lastStatus !== "STOPPED") return { is: "under way", note: task.lastStatus?.toLowerCase() };
      const { exitCode, reason } = task.containers?.find(({ name }) => name === CONTAINER) ?? {};
      didNotStart = exitCode === undefined;
      if (exitCode === undefined) return { is: "failed", note: reason ?? task.stoppedReason };
      ended(exitCode);
      return { is: "done", note: `it ended with ${exitCode}` };
    },
    begin: async () => {
      const { done } = records.current;
      if (!didNotStart && withoutTask(records.current).is === "failed") {
        throw new UserError(forgotten(installation, records.current, props));
      }
      // One token starts one task, however often it is asked for by it.
      if (didNotStart || done[RUN.token] === undefined) {
        await records.store({
          ...records.current,
          done: { [RUN.token]: `${new Date(Date.now()).toISOString()} ${randomUUID()}` },
        });
      }
      const { networkConfiguration, taskDefinition } = await readService(installation);
      const { clients, cluster } = installation;
      log = undefined;
      const { tasks, failures } = await clients.ecs.send(
        new RunTaskCommand({
          cluster,
          taskDefinition,
          launchType: "FARGATE",
          networkConfiguration,
          startedBy: startedBy(),
          clientToken: records.current.done[RUN.token]!.split(" ")[1]!,
          overrides: overridesOf(props),
        }),
      );
      refuseFailures(failures);
      const arn = tasks?.[0]?.taskArn;
      if (arn !== undefined) await records.note(RUN.task, arn);
    },
  };
}

/** ECS shows no task: none was asked for, it is not listed yet, or ECS has forgotten it. */
function withoutTask({ done }: RunRecord): Seen {
  const started = done[RUN.token];
  if (started === undefined) return { is: "to do" };
  const age = Date.now() - Date.parse(started.split(" ")[0]!);
  if (done[RUN.task] === undefined) return { is: age < SURELY_SHOWN ? "to do" : "failed" };
  return { is: age < UNTIL_LISTED ? "under way" : "failed" };
}

function againOf({ environment }: Installation, { name, given = name }: RunProps): string {
  return `npm run run -- ${environment} ${shellWord(given)}`;
}

function forgotten(installation: Installation, { done }: RunRecord, props: RunProps): string {
  const { name } = props;
  const { logGroup } = installation;
  const task = done[RUN.task]?.split("/").at(-1);
  const stream = task ? `ecs/${CONTAINER}/${task}` : `one that begins with ecs/${CONTAINER}/`;
  return (
    `${name} was started at ${done[RUN.token]!.split(" ")[0]}, and ECS does not know its task any more, so nobody can tell its exit code. ` +
    `Its log is in the group ${logGroup} of CloudWatch, stream ${stream}. ` +
    `To run it anew on purpose: ${againOf(installation, props)} --again`
  );
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
