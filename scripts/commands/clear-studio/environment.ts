import type { Clients } from "./clients";
import { Spark } from "./spark";
import { nameOf, Studio } from "./studio";
import type { Tools } from "./tools";
import { until } from "./wait";

/** The members of the output `analytics_environment` that are needed here. */
export interface AnalyticsEnvironment {
  readonly studio_domain_id: string;
  readonly spark_application_id: string;
}

/**
 * Deletes the applications, then the spaces of Studio, cancels the jobs of Spark and stops it: the order that AWS asks
 * for. It looks at all of that before it asks, and touches nothing before somebody has agreed.
 */
export async function clearEnvironment(
  { sagemaker, emr }: Omit<Clients, "ec2">,
  environment: string,
  { studio_domain_id: domain, spark_application_id: application }: AnalyticsEnvironment,
  tools: Tools,
): Promise<void> {
  const [studio, spark] = [new Studio(sagemaker, domain), new Spark(emr, application)];
  const [apps, spaces, jobs] = await Promise.all([studio.apps(), studio.spaces(), spark.jobs()]);
  const lines = [
    ...apps.map((app) => `${nameOf(app)} (${app.Status}) is deleted`),
    ...spaces.map(({ SpaceName }) => `Space ${SpaceName} is deleted, with its files`),
    ...jobs.map(({ id, name, state }) => `Spark's job ${name ?? id} (${state}) is cancelled`),
  ];
  for (const line of lines) tools.say(line);
  if (lines.length > 0) await tools.confirm("None of this can be undone.");
  await until("Studio's applications are deleted", tools, () => studio.deleteApps());
  await until("Studio's spaces are deleted", tools, () => studio.deleteSpaces());
  await until("Spark has stopped", tools, () => spark.stop());
  tools.say(
    `The environment can be turned off: set create_serverless_analytics_environment = false in environments/${environment}.tfvars and keep_analytics_exports as you like, then: npm run deploy -- ${environment}`,
  );
}
