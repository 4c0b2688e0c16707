import {
  ApplicationState,
  CancelJobRunCommand,
  type EMRServerlessClient,
  GetApplicationCommand,
  JobRunState,
  type JobRunSummary,
  paginateListJobRuns,
  StopApplicationCommand,
  ValidationException,
} from "@aws-sdk/client-emr-serverless";

/** States of a job that keep its application from being stopped. */
const UNFINISHED = [
  JobRunState.SUBMITTED,
  JobRunState.PENDING,
  JobRunState.SCHEDULED,
  JobRunState.QUEUED,
  JobRunState.RUNNING,
  JobRunState.CANCELLING,
];

/** An application of EMR Serverless, and the jobs that run there. */
export class Spark {
  private readonly cancelled = new Set<string>();

  constructor(
    private readonly client: EMRServerlessClient,
    private readonly applicationId: string,
  ) {}

  async jobs(): Promise<JobRunSummary[]> {
    const jobs: JobRunSummary[] = [];
    const { client, applicationId } = this;
    for await (const page of paginateListJobRuns({ client }, { applicationId, states: UNFINISHED })) {
      jobs.push(...(page.jobRuns ?? []));
    }
    return jobs;
  }

  /** Cancels what runs. @returns whether nothing runs any more */
  async cancelJobs(): Promise<boolean> {
    const left = await this.jobs();
    for (const { id, state } of left) {
      if (state === JobRunState.CANCELLING || this.cancelled.has(id!)) continue;
      this.cancelled.add(id!);
      await this.client.send(new CancelJobRunCommand({ applicationId: this.applicationId, jobRunId: id }));
    }
    return left.length === 0;
  }

  /** Stops the application, which AWS only does where no job is left. @returns whether it has stopped */
  async stop(): Promise<boolean> {
    if (!(await this.cancelJobs())) return false;
    const { applicationId } = this;
    const { application } = await this.client.send(new GetApplicationCommand({ applicationId }));
    const state = application!.state!;
    if (state === ApplicationState.STARTED) {
      try {
        await this.client.send(new StopApplicationCommand({ applicationId }));
      } catch (error) {
        // A job was submitted since the look.
        if (!(error instanceof ValidationException)) throw error;
        return false;
      }
    }
    const stopped: readonly ApplicationState[] = [
      ApplicationState.CREATED,
      ApplicationState.STOPPED,
      ApplicationState.TERMINATED,
    ];
    return stopped.includes(state);
  }
}
