import type { Value } from "../terraform/expression";
import type { AlarmDefinition, Metric, Watched } from "./alarm";

/**
 * Calls of functions that came to nothing. Metrics: "Types of metrics for Lambda functions", read on 2026-11-30. A function
 * whose event nobody waits for also drops it once its attempts are used up, and cannot tell its destination of it.
 */
const NOBODY_WAITS = ["Throttles", "AsyncEventsDropped", "DestinationDeliveryFailures"] as const;

/** The errors of a function and its other failures together. */
export function failuresOf(
  functionName: Value<string>,
  others: readonly string[],
): Pick<AlarmDefinition, "metric" | "calculated"> {
  const metric = (name: string): Metric => ({
    namespace: "AWS/Lambda",
    name,
    dimensions: { FunctionName: functionName },
    statistic: "Sum",
  });
  return { metric: metric("Errors"), calculated: { as: "sum with", others: others.map(metric) } };
}

/**
 * Functions that run beside OpenEMR. Not here: the probe and the rotation of the database's password, which have alarms of
 * their own, mail's forwarder, which counts messages, and those that run in a deploy.
 */
export function functionAlarms(watched: Watched): AlarmDefinition[] {
  const { exports, fileExportFunction, databaseExportFunction, sendsMail, smtpFunction } = watched;
  const { testsRestores, restoreJudge } = watched;
  // Lambda tries an event two more times. A single error that the next attempt mends is nothing to wake up for.
  const limits = { above: 2, period: 3600, bad: 1, of: 1 };
  const exportOf = (what: string, functionName: Value<string>) =>
    ({
      area: "Application",
      says: `An export of the ${what} for analytics could not be started.`,
      means: "People who work with the exports see the data of the last one.",
      todo: `Run npm run logs -- <environment> functions --since 2h: the lines of export-${what} say what to do. Then start one: docs/analytics.md says how.`,
      ...failuresOf(functionName, NOBODY_WAITS),
      when: exports,
      ...limits,
    }) as const;
  return [
    { name: "export-files", ...exportOf("files", fileExportFunction) },
    { name: "export-database", ...exportOf("database", databaseExportFunction) },
    {
      name: "smtp-credentials",
      area: "Mail",
      says: "The credentials with which OpenEMR sends mail could not be changed.",
      means: "Mail goes on with the former ones; a former access key may still be there.",
      todo: "Run npm run logs -- <environment> functions --since 2h, and look at smtp-credentials. Then: npm run rotate -- <environment> mail",
      ...failuresOf(smtpFunction, ["Throttles", "AsyncEventsDropped"]),
      when: sendsMail,
      ...limits,
    },
    {
      name: "restore-test",
      area: "Backups",
      says: "A restore test has found something wrong in a backup, or could not look into it.",
      means: "It may not be possible to restore the backups.",
      todo: "Run npm run logs -- <environment> functions --since 2h: the lines of judge-restore say what is wrong. Then: npm run restore -- <environment> --rehearse --to latest",
      ...failuresOf(restoreJudge, NOBODY_WAITS),
      when: testsRestores,
      ...limits,
      above: 0,
    },
  ];
}
