import { type CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { type Activity, activityAfter, type LogLine, printable, readLogLine } from "./log-lines";

const MINUTE = 60_000;
/** A task that does not serve says so once a minute; logs arrive within seconds. */
const RECENT = 10 * MINUTE;
/** By then a task serves, or has said so within the last minutes. */
const BEGINNING = 60 * MINUTE;
/** Either phrase, in the grammar of CloudWatch. */
const SAID_LATELY = '?"start:" ?"background services: error:"';
/** CloudWatch may give many empty pages while it searches. */
const PAGES = 100;

/** Where a container's log is, as the task definition says. */
export interface LogPlace {
  readonly group: string;
  /** The part of a stream's name before `/<container>/<task>`. */
  readonly prefix: string;
}

/** The state that a task reports in its log. */
export interface TaskReport {
  /** Missing where it said nothing of its work. */
  readonly activity?: Activity;
  /** Things that somebody should look at, though the task goes on. */
  readonly warnings: readonly string[];
}

interface LoggedTask {
  readonly id: string;
  readonly createdAt: Date;
}

/** Reads what tasks say of their work. CloudWatch searches: logs of a busy installation are too large to be fetched. */
export class TaskLogs {
  constructor(
    private readonly client: CloudWatchLogsClient,
    private readonly place: LogPlace,
    private readonly container: string,
    private readonly now: Date,
  ) {}

  /** Reads the report of each task, by its id. */
  async reports(tasks: readonly LoggedTask[]): Promise<Map<string, TaskReport>> {
    const found = new Map<string, TaskReport>();
    if (tasks.length === 0) return found;
    const recent = await this.recentLines();
    for (const task of tasks) {
      const lines = recent.get(task.id) ?? [];
      // These tell enough, or the task is silent, and has been for a while.
      const all = activityAfter(lines) ? lines : [...(await this.earlierLines(task)), ...lines];
      const activity = activityAfter(all);
      const warnings = all.filter(({ kind }) => kind === "warning").map(({ text }) => text);
      found.set(task.id, { ...(activity && { activity }), warnings: [...new Set(warnings)] });
    }
    return found;
  }

  /** The error with which a container ended, or the last thing that its script said. */
  async lastWords(task: LoggedTask, container: string): Promise<string | undefined> {
    const script = container === this.container ? "start" : container;
    const stream = `${this.place.prefix}/${container}/${task.id}`;
    let words: string | undefined;
    let error: string | undefined;
    for await (const { message } of this.search(stream, `"${script}:"`, task.createdAt)) {
      const said = printable(message);
      if (!said.startsWith(`${script}: `)) continue;
      words = said.slice(script.length + 2);
      if (words.startsWith("error: ")) error = words.slice("error: ".length);
    }
    return error ?? words;
  }

  private async recentLines(): Promise<Map<string, LogLine[]>> {
    const lines = new Map<string, LogLine[]>();
    const since = new Date(this.now.getTime() - RECENT);
    const streams = `${this.place.prefix}/${this.container}/`;
    for await (const { stream, message, at } of this.search(streams, SAID_LATELY, since)) {
      const line = readLogLine(message, at);
      const task = stream.slice(streams.length);
      if (line) lines.set(task, [...(lines.get(task) ?? []), line]);
    }
    return lines;
  }

  /** One that is silent serves since its beginning, or has stalled: then it matters how far it came. */
  private async earlierLines({ id, createdAt }: LoggedTask): Promise<LogLine[]> {
    const stream = `${this.place.prefix}/${this.container}/${id}`;
    const beginning = new Date(createdAt.getTime() + BEGINNING);
    const first = await this.linesOf(stream, createdAt, beginning);
    if (activityAfter(first)?.state === "serving" || beginning >= this.now) return first;
    return [...first, ...(await this.linesOf(stream, beginning))];
  }

  private async linesOf(stream: string, from: Date, until?: Date): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    for await (const { message, at } of this.search(stream, '"start:"', from, until)) {
      const line = readLogLine(message, at);
      if (line) lines.push(line);
    }
    return lines;
  }

  /** @param streams beginning of the streams' names: naming one that does not exist yet would be an error */
  private async *search(streams: string, filterPattern: string, from: Date, until?: Date) {
    const query = {
      logGroupName: this.place.group,
      logStreamNamePrefix: streams,
      filterPattern,
      startTime: from.getTime(),
      ...(until && { endTime: until.getTime() }),
    };
    let pages = 0;
    for await (const { events = [] } of paginateFilterLogEvents({ client: this.client }, query)) {
      for (const { logStreamName = "", message = "", timestamp = 0 } of events) {
        yield { stream: logStreamName, message, at: new Date(timestamp) };
      }
      if (++pages >= PAGES) return;
    }
  }
}
