import { setTimeout as sleep } from "node:timers/promises";
import { type EMRServerlessClient, GetJobRunCommand, type JobRun } from "@aws-sdk/client-emr-serverless";
import { UserError } from "../../../src/user-error";
import type { AnalyticsEnvironment } from "./environment";
import type { Job } from "./submit";

/** Words for the states of a job; others are shown as AWS calls them. */
const WORDS: Readonly<Record<string, string>> = {
  SUBMITTED: "submitted",
  PENDING: "waiting for Spark to start",
  SCHEDULED: "scheduled",
  QUEUED: "waiting for other jobs",
  RUNNING: "running",
  CANCELLING: "being cancelled",
};

const ENDS = ["SUCCESS", "FAILED", "CANCELLED"];

/** Calls in a row that may fail before it gives up: the job itself goes on. */
const PATIENCE = 5;

export interface FollowOptions {
  /** Milliseconds between two looks. @default 5000 */
  readonly interval?: number;
  /** Milliseconds since some moment. @default those of this machine */
  readonly clock?: () => number;
}

/**
 * Follows a job to its end, and tells each change of its state.
 *
 * @throws a UserError where it fails, is cancelled, or cannot be followed
 */
export async function followJob(
  emr: EMRServerlessClient,
  environment: AnalyticsEnvironment,
  job: Job,
  say: (line: string) => void,
  { interval = 5000, clock = () => performance.now() }: FollowOptions = {},
): Promise<void> {
  const { region, spark_application_id: applicationId, spark_log_group: logGroup } = environment;
  const which = `--region ${region} --application-id ${applicationId} --job-run-id ${job.id}`;
  say(
    `Job ${job.id} goes on if you stop this command. To cancel it: aws emr-serverless cancel-job-run ${which}`,
  );
  const begin = clock();
  let told = "";
  for (let failures = 0; ; await sleep(interval)) {
    let run: JobRun;
    try {
      run = (await emr.send(new GetJobRunCommand({ applicationId, jobRunId: job.id }))).jobRun!;
      failures = 0;
    } catch (error) {
      if (++failures < PATIENCE) continue;
      throw new UserError(
        `The job could not be followed: ${(error as Error).message}. It goes on. Look at it: aws emr-serverless get-job-run ${which}`,
      );
    }
    const state = run.state ?? "";
    if (state === "SUCCESS") {
      say(`${duration(clock() - begin)}  done`);
      say(`Results: ${job.results}/`);
      say(`Fetch them: aws s3 cp --recursive ${job.results} reports`);
      return;
    }
    if (ENDS.includes(state)) {
      throw new UserError(
        `The job ${job.id} ended with ${state}: ${run.stateDetails || "no details"}\nIts log: aws logs tail --region ${region} ${logGroup} --since 1h`,
      );
    }
    if (state !== told) say(`${duration(clock() - begin)}  ${WORDS[state] ?? state}`);
    told = state;
  }
}

/** e.g. ` 2:05` */
function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`.padStart(5);
}
