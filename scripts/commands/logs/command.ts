import { CloudWatchLogsClient, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { UserError } from "../../../src/user-error";
import { explainingAws } from "../../aws/aws-error";
import { outputsInAccount } from "../../openemr/account";
import { namesPrefix, readNames } from "../../openemr/status/installation";
import { printable } from "../../openemr/status/log-lines";
import { clientSettings } from "../../system/client-settings";
import { command, type Surroundings } from "../../terminal/command";
import type { StackOutputs } from "../../terraform/stack-outputs";
import { type Arguments, COMMAND_LINE } from "./arguments";
import { followLog } from "./follow-log";
import { type LogEntry, readLog } from "./log-events";
import { type LogPart, type PartName, REFUSALS } from "./parts";

/** `npm run logs`: what a part of an installation logged. */
async function showLogs(given: Arguments, { project }: Surroundings): Promise<void> {
  const outputs = await outputsInAccount(project, given.environment);
  const { region } = readNames(outputs);
  const client = new CloudWatchLogsClient(clientSettings(region));
  const part = given.blocked ? REFUSALS : given.part;
  const onlyErrors = given.errors || given.blocked;
  const missing = (group: string) => console.error(`There is no log group ${group} (yet).`);
  await explainingAws(
    async () => {
      const query = {
        groups: await groupsOf(client, outputs, given),
        since: given.since,
        ...(given.until && { until: given.until }),
        ...patternOf(given, onlyErrors),
      };
      const entries = given.follow
        ? followLog(client, query, { missing, warn: console.error })
        : readLog(client, query, missing);
      let count = 0;
      for await (const entry of entries) {
        if (onlyErrors && part.errors?.isError?.(entry.message) === false) continue;
        if (given.request !== undefined && !entry.message.includes(given.request)) continue;
        console.log(given.json ? JSON.stringify(entryJson(entry)) : lineOf(entry, part));
        count++;
      }
      if (count === 0) console.error(nothing(given, onlyErrors));
    },
    `It takes the permission logs:FilterLogEvents on the log group${part.groups ? ", and logs:DescribeLogGroups" : ""}.`,
  );
}

/** @throws UserError where the part has no log group */
async function groupsOf(
  client: CloudWatchLogsClient,
  outputs: StackOutputs,
  { name, part: { absentWhere, groups: several } }: Arguments,
): Promise<readonly string[]> {
  const groups = several ? await found(client, outputs, several) : declared(outputs, name);
  if (groups.length > 0) return groups;
  throw new UserError(
    `The environment "${outputs.environment}" has no log of the part "${name}"${absentWhere ? `, as ${absentWhere}` : ""}.`,
  );
}

function declared(outputs: StackOutputs, name: PartName): string[] {
  const all = outputs.value("log_group_names") as Readonly<Partial<Record<string, string | string[] | null>>>;
  return [all[name] ?? []].flat();
}

async function found(
  client: CloudWatchLogsClient,
  outputs: StackOutputs,
  { beginning, ends }: NonNullable<LogPart["groups"]>,
): Promise<string[]> {
  const logGroupNamePrefix = beginning.replace("{prefix}", namesPrefix(outputs));
  const names: string[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, { logGroupNamePrefix })) {
    names.push(...logGroups.map(({ logGroupName }) => logGroupName!));
  }
  return names.filter((name) => !ends || ends.includes(name.slice(logGroupNamePrefix.length)));
}

/** CloudWatch takes one pattern; what it cannot take besides is looked for in what it finds. */
function patternOf({ part, request }: Arguments, onlyErrors: boolean): { pattern?: string } {
  if (onlyErrors) return { pattern: part.errors!.pattern };
  return request === undefined ? {} : { pattern: `"${request}"` };
}

/**
 * `2026-11-30 08:00:12 0123abcd GET /... `: UTC, and the beginning of the stream's last part, which tells tasks apart, or the
 * name of the function.
 */
function lineOf({ at, group, stream, message }: LogEntry, part: LogPart): string {
  const source = part.groups ? group.split("/").at(-1)! : stream.split("/").at(-1)!.slice(0, 8);
  const lines = (part.render?.(message) ?? message).split("\n").map(keepingIndent);
  return `${at.toISOString().slice(0, 19).replace("T", " ")} ${source} ${lines.join("\n")}`;
}

/** A terminal would carry out control characters. */
function keepingIndent(line: string): string {
  return `${/^ */.exec(line)![0]}${printable(line)}`;
}

function entryJson({ at, group, stream, message }: LogEntry) {
  return { at: at.toISOString(), group, stream, message };
}

function nothing({ name, since, request }: Arguments, onlyErrors: boolean): string {
  const what = [
    onlyErrors ? "no error" : "nothing",
    ...(request === undefined ? [] : [`with ${request}`]),
  ].join(" ");
  return `The part "${name}" logged ${what} since ${since.toISOString().slice(0, 16)}Z. Further back: --since 1d`;
}

command(module, { ...COMMAND_LINE, run: showLogs });
