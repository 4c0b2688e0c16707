import { UserError } from "../../../src/user-error";

/** The members of the output `analytics_environment` that the command needs. */
const MEMBERS = [
  "region",
  "database_export_function",
  "database_cluster_arn",
  "database_bucket",
  "exports_folder",
  "code_folder",
  "results_folder",
  "spark_application_id",
  "spark_job_role_arn",
  "spark_log_group",
  "key_arn",
] as const;

/** The analytics environment of a deployed stack. */
export type AnalyticsEnvironment = Readonly<Record<(typeof MEMBERS)[number], string>>;

/** @throws a UserError where it is off, or was deployed by another version */
export function readEnvironment(name: string, output: unknown): AnalyticsEnvironment {
  // Terraform keeps no output that is null.
  if (output === undefined) {
    throw new UserError(
      `The environment "${name}" has no analytics environment. Set create_serverless_analytics_environment = true in environments/${name}.tfvars, then: npm run deploy -- ${name}`,
    );
  }
  const values = output as Record<string, unknown>;
  const missing = MEMBERS.filter((member) => typeof values[member] !== "string");
  if (missing.length > 0) {
    throw new UserError(
      `The output "analytics_environment" of "${name}" lacks ${missing.join(", ")}. Deploy it again: npm run deploy -- ${name}`,
    );
  }
  return values as AnalyticsEnvironment;
}
