import { type EMRServerlessClient, StartJobRunCommand } from "@aws-sdk/client-emr-serverless";
import type { AnalyticsEnvironment } from "./environment";
import type { ReportOptions } from "./options";

/** A job that was submitted. */
export interface Job {
  readonly id: string;
  /** Where its results go, an S3 URI. */
  readonly results: string;
}

/** A driver and up to three executors: within the smallest ceiling, and plenty for these reports. */
const SPARK = {
  "spark.driver.cores": 2,
  "spark.driver.memory": "4g",
  "spark.executor.cores": 2,
  "spark.executor.memory": "4g",
  "spark.executor.instances": 1,
  "spark.dynamicAllocation.maxExecutors": 3,
};

const TIMEOUT_MINUTES = 60;

/** Submits the job that runs the reports. */
export async function submitJob(
  emr: EMRServerlessClient,
  environment: AnalyticsEnvironment,
  options: ReportOptions & { readonly export: string },
): Promise<Job> {
  const folder = (name: string) => `s3://${environment.database_bucket}/${name}`;
  const code = folder(environment.code_folder);
  const results = `${folder(environment.results_folder)}/${options.export}`;
  const command = new StartJobRunCommand({
    applicationId: environment.spark_application_id,
    executionRoleArn: environment.spark_job_role_arn,
    name: `OpenEMR reports on ${options.export}`,
    executionTimeoutMinutes: TIMEOUT_MINUTES,
    jobDriver: {
      sparkSubmit: {
        entryPoint: `${code}/reports.py`,
        entryPointArguments: [
          ...["--export", `${folder(environment.exports_folder)}/${options.export}`],
          ...["--reports", `${code}/reports`],
          ...["--output", results],
          ...["--database", options.database],
          ...["--smallest-group", String(options.smallestGroup)],
          ...(options.asOf ? ["--as-of", options.asOf] : []),
        ],
        sparkSubmitParameters: Object.entries(SPARK)
          .map(([name, value]) => `--conf ${name}=${value}`)
          .join(" "),
      },
    },
    configurationOverrides: {
      monitoringConfiguration: {
        cloudWatchLoggingConfiguration: {
          enabled: true,
          logGroupName: environment.spark_log_group,
        },
        managedPersistenceMonitoringConfiguration: {
          enabled: true,
          encryptionKeyArn: environment.key_arn,
        },
      },
    },
  });
  const { jobRunId } = await emr.send(command);
  return { id: jobRunId!, results };
}
