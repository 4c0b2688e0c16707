import { readEnvironment } from "../../../../scripts/commands/analytics-job/environment";
import { followJob } from "../../../../scripts/commands/analytics-job/follow";
import { submitJob } from "../../../../scripts/commands/analytics-job/submit";
import { ENVIRONMENT, emrThatAnswers } from "./fixture";

const JOB = { id: "00job", results: "s3://sagemaker-exports/results/e" };

describe("the environment", () => {
  it("is what the stack's output says", () => {
    expect(readEnvironment("production", { ...ENVIRONMENT, more: 1 })).toMatchObject(ENVIRONMENT);
  });

  it("that is off is an error that says how to turn it on", () => {
    expect(() => readEnvironment("production", undefined)).toThrow(
      "Set create_serverless_analytics_environment = true in environments/production.tfvars",
    );
  });

  it("of another version is an error that names what is missing", () => {
    const { key_arn: _, ...older } = ENVIRONMENT;
    expect(() => readEnvironment("production", older)).toThrow("lacks key_arn");
  });
});

describe("submitting", () => {
  const options = { export: "e", database: "openemr", smallestGroup: 11 };

  it("runs the deployed job on the export, with its log and its key", async () => {
    const { client, asked } = emrThatAnswers([{ jobRunId: "00job" }]);
    expect(await submitJob(client, ENVIRONMENT, options)).toEqual(JOB);
    expect(asked).toEqual([
      expect.objectContaining({
        applicationId: "00app",
        executionRoleArn: ENVIRONMENT.spark_job_role_arn,
        jobDriver: {
          sparkSubmit: expect.objectContaining({
            entryPoint: "s3://sagemaker-exports/code/reports.py",
            entryPointArguments: [
              "--export",
              "s3://sagemaker-exports/exports/e",
              "--reports",
              "s3://sagemaker-exports/code/reports",
              "--output",
              "s3://sagemaker-exports/results/e",
              "--database",
              "openemr",
              "--smallest-group",
              "11",
            ],
          }),
        },
        configurationOverrides: {
          monitoringConfiguration: {
            cloudWatchLoggingConfiguration: { enabled: true, logGroupName: ENVIRONMENT.spark_log_group },
            managedPersistenceMonitoringConfiguration: {
              enabled: true,
              encryptionKeyArn: ENVIRONMENT.key_arn,
            },
          },
        },
      }),
    ]);
  });

  it("hands over the day", async () => {
    const { client, asked } = emrThatAnswers([{ jobRunId: "00job" }]);
    await submitJob(client, ENVIRONMENT, { ...options, asOf: "2026-03-01" });
    expect(JSON.stringify(asked)).toContain('"--as-of","2026-03-01"');
  });
});

describe("following", () => {
  async function follow(answers: readonly unknown[]) {
    const said: string[] = [];
    let now = 0;
    const clock = () => (now += 30_000);
    const { client } = emrThatAnswers(answers);
    await followJob(client, ENVIRONMENT, JOB, (line) => said.push(line), { interval: 0, clock });
    return said;
  }
  const state = (name: string, stateDetails = "") => ({ jobRun: { state: name, stateDetails } });

  it("tells each state once, and where the results are", async () => {
    const said = await follow([
      state("SUBMITTED"),
      state("PENDING"),
      state("PENDING"),
      state("RUNNING"),
      new Error("socket hang up"),
      state("RUNNING"),
      state("SUCCESS"),
    ]);
    expect(said[0]).toContain(
      "aws emr-serverless cancel-job-run --region us-east-1 --application-id 00app --job-run-id 00job",
    );
    expect(said.slice(1)).toEqual([
      " 0:30  submitted",
      " 1:00  waiting for Spark to start",
      " 1:30  running",
      " 2:00  done",
      "Results: s3://sagemaker-exports/results/e/",
      "Fetch them: aws s3 cp --recursive s3://sagemaker-exports/results/e reports",
    ]);
  });

  it.each(["FAILED", "CANCELLED"])("is an error with details and log when it ends with %s", async (end) => {
    const followed = follow([state("RUNNING"), state(end, "Job failed, no such table")]);
    await expect(followed).rejects.toThrow(`The job 00job ended with ${end}: Job failed, no such table`);
    await expect(followed).rejects.toThrow(
      "aws logs tail --region us-east-1 /openemr-production/analytics/spark",
    );
  });

  it("gives up after a while, and says that the job goes on", async () => {
    await expect(follow([state("RUNNING"), new Error("not authorized")])).rejects.toThrow(
      /could not be followed: not authorized.*It goes on/s,
    );
  });
});
