import { EMRServerlessClient } from "@aws-sdk/client-emr-serverless";
import type { AnalyticsEnvironment } from "../../../../scripts/commands/analytics-job/environment";

export const ENVIRONMENT: AnalyticsEnvironment = {
  region: "us-east-1",
  database_export_function: "openemr-production-export-database",
  database_cluster_arn: "arn:aws:rds:us-east-1:123456789012:cluster:openemr-production-database",
  database_bucket: "sagemaker-exports",
  exports_folder: "exports",
  code_folder: "code",
  results_folder: "results",
  spark_application_id: "00app",
  spark_job_role_arn: "arn:aws:iam::123456789012:role/spark",
  spark_log_group: "/openemr-production/analytics/spark",
  key_arn: "arn:aws:kms:us-east-1:123456789012:key/1",
};

/** A client that answers from a list, an error where one is in it, and keeps what it was asked. */
export function emrThatAnswers(answers: readonly unknown[]) {
  const asked: Array<Record<string, unknown>> = [];
  const client = new EMRServerlessClient({ region: "us-east-1" });
  const rest = [...answers];
  client.send = (async ({ input }: { input: Record<string, unknown> }) => {
    asked.push(input);
    const answer = rest.length > 1 ? rest.shift() : rest[0];
    if (answer instanceof Error) throw answer;
    return answer;
  }) as never;
  return { client, asked };
}
