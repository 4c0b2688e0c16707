import type { Colors } from "picocolors/types";
import type { Sign } from "../../openemr/signs/sign";
import type { DatabaseStatus } from "../../openemr/status/database";
import { nameOf, type Outcome, serves } from "../../openemr/status/outcome";
import type { Problem, Status } from "../../openemr/status/read-status";
import type { NewestBackup } from "../../openemr/status/recovery-points";
import type { Run } from "../../openemr/status/run";
import type { EndedTask, RunningTask } from "../../openemr/status/tasks";
import { NO_COLORS, type Tone, toned } from "../../terminal/tone";
import { alignLeft } from "./columns";
import { ago, atTime, lasting } from "./times";

const OUTCOMES: Readonly<Record<Outcome, Tone>> = {
  serving: "good",
  working: "unsure",
  unknown: "unsure",
  down: "bad",
};
const SIGNS: Readonly<Record<Sign["state"], Tone>> = { well: "good", unknown: "unsure", "not well": "bad" };

/** One page for a person. */
export function renderPage(status: Status, signs: readonly Sign[] = [], colors: Colors = NO_COLORS): string {
  const { environment, url, at, summary, tasks, ended, service } = status;
  const warned = tasks.flatMap(({ id, warnings }) => warnings.map((text) => `  ${shortId(id)}: ${text}`));
  const sections = [
    `${environment}: ${toned(colors, OUTCOMES[status.outcome], summary)}\n${url}`,
    alignLeft([
      ["Version", versionText(status)],
      ["Deployment", deploymentText(status)],
      [
        "Database",
        "problem" in status.database ? unread(status.database) : databaseText(status.database, at),
      ],
      [
        "Backups",
        `database ${backupText(status.backups.database, at)}; files ${backupText(status.backups.files, at)}`,
      ],
    ]),
    ...(signs.length === 0 ? [] : [signsText(signs, colors)]),
    tasks.length === 0
      ? "No task runs."
      : tableOf(
          ["Task", "image", "since", "health", "does"],
          tasks.map((task) => taskRow(task, status)),
        ),
    ...(status.logProblem === undefined ? [] : [`What tasks do ${unread({ problem: status.logProblem })}`]),
    ...(warned.length === 0 ? [] : [["Tasks warn:", ...warned].join("\n")]),
    ...(ended.length === 0
      ? []
      : [
          ["Ended by themselves within the last hour:", ...ended.map((task) => endedText(task, at))].join(
            "\n",
          ),
        ]),
    ...(service.events.length === 0
      ? []
      : [
          [
            "ECS says, newest first:",
            ...service.events.map((event) => `  ${atTime(event.at, at)}  ${event.message}`),
          ].join("\n"),
        ]),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** One line: what it is, how far whoever installs or upgrades has come, and which procedure runs. */
export function renderLine({ summary, tasks, service, at, run }: Status & { readonly run?: Run }): string {
  const busy = tasks.filter((task) => !serves(task) && task.activity?.progress);
  const progress = busy.map(
    ({ id, activity }) =>
      `${shortId(id)}: ${nameOf(activity!)} for ${lasting(activity!.since, at)}: ${activity!.progress!.text}`,
  );
  const { desired, running, pending } = service.counts;
  return [
    `${summary} (${running} of ${desired} run, ${pending} start; deployment ${service.deployment.state})`,
    ...progress,
    ...(run ? [run.text] : []),
  ].join("; ");
}

/** A line for each sign; what is not well has the way on below it. */
function signsText(signs: readonly Sign[], colors: Colors): string {
  const rows = signs.map(({ name, state, text }) => [name, state === "not well" ? "NOT WELL" : state, text]);
  const lines = alignLeft(rows).split("\n");
  return lines
    .flatMap((line, index) => {
      const { state, next } = signs[index]!;
      const shown = toned(colors, SIGNS[state], line);
      return next ? [shown, `  -> ${next}`] : [shown];
    })
    .join("\n");
}

function versionText({ image, version, tasks, service }: Status): string {
  const running = [...new Set(tasks.map((task) => task.image))].filter((each) => each !== "");
  const differs = running.some((each) => each !== image);
  const asked = service.deployment.image;
  return [
    version === undefined || image.endsWith(`:${version}`) ? image : `${version} (${image})`,
    ...(differs ? [`tasks run ${running.join(" and ")}`] : []),
    ...running.flatMap((each) => buildsText(each, tasks)),
    ...(asked !== undefined && asked !== image ? [`the last deployment was of ${asked}`] : []),
  ].join("; ");
}

/** A tag without a date is rebuilt, so that tasks of two deployments may run other code. */
function buildsText(image: string, tasks: readonly RunningTask[]): string[] {
  const digests = new Set(tasks.filter((task) => task.image === image).flatMap(({ digest }) => digest ?? []));
  if (digests.size < 2) return [];
  return [
    `tasks run ${digests.size} builds of ${image}: ${[...digests].map((each) => each.slice(0, 19)).join(", ")}`,
  ];
}

function deploymentText({ service, at }: Status): string {
  const { deployment, counts, failedTasks } = service;
  const tasks = `${counts.running} of ${counts.desired} tasks run, ${counts.pending} start`;
  const failed = failedTasks > 0 ? `, ${failedTasks} failed` : "";
  const reason = deployment.reason ? `; ${deployment.reason}` : "";
  return `${deployment.state} since ${atTime(deployment.since, at)}; ${tasks}${failed}${reason}`;
}

function databaseText(database: DatabaseStatus, at: Date): string {
  const { status, engineVersion, instances, minimumCapacity, maximumCapacity, restorableUntil } = database;
  return [
    status,
    `Aurora MySQL ${engineVersion.replace(/^.*mysql_aurora\./, "")}`,
    `${instances} instance${instances === 1 ? "" : "s"}`,
    ...(maximumCapacity === undefined ? [] : [`${minimumCapacity} to ${maximumCapacity} ACU`]),
    ...(restorableUntil ? [`restorable to ${atTime(restorableUntil, at)}`] : []),
  ].join(", ");
}

function backupText(backup: NewestBackup | Problem, at: Date): string {
  if ("problem" in backup) return unread(backup);
  const newer = backup.newer ? `, and one from ${ago(backup.newer.at, at)} is ${backup.newer.status}` : "";
  return `${backup.at ? `from ${atTime(backup.at, at)}` : "has none"}${newer}`;
}

function taskRow({ id, image, createdAt, status, health, activity }: RunningTask, { at }: Status): string[] {
  const health_ = status === "RUNNING" ? health : status;
  return [shortId(id), imageTag(image), ago(createdAt, at), health_.toLowerCase(), doesText(activity, at)];
}

function doesText(activity: RunningTask["activity"], at: Date): string {
  if (!activity) return "-";
  const progress = activity.progress ? `: ${activity.progress.text} (${ago(activity.progress.at, at)})` : "";
  return `${nameOf(activity)} for ${lasting(activity.since, at)}${progress}`;
}

function endedText({ id, image, at: when, reason, container, exitCode, error }: EndedTask, at: Date): string {
  const exit = container ? `; ${container} ended with ${exitCode}` : "";
  return `  ${shortId(id)} ${imageTag(image)}, ${ago(when, at)}: ${reason}${exit}${error ? `\n    ${error}` : ""}`;
}

function unread({ problem }: Problem): string {
  return `cannot be read (${problem})`;
}

function tableOf(header: readonly string[], rows: readonly string[][]): string {
  return alignLeft([header, ...rows]);
}

function shortId(id: string): string {
  return id.slice(0, 8);
}

/** The tag or digest, which tells images of one repository apart. */
function imageTag(image: string): string {
  return /(?:@sha256:[0-9a-f]{12}|:[\w.-]+$)/.exec(image)?.[0].replace(/^[:@]/, "") ?? image;
}
