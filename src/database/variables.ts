import { logRetention } from "../aws/log-retention";
import { neededIn, REGIONAL } from "../aws/regions";
import { type Expression, tf } from "../terraform/expression";
import { atMost, atMostCharacters, falseUnless, matching, oneOf, wholeNumber } from "../terraform/rules";
import type { Declare, Rule, Variable } from "../terraform/variable";
import { apartFrom, dailyWindow, weeklyWindow } from "./windows";

/** Seconds for which a database that is to pause may keep a silent connection. */
const LONGEST_WAIT_OF_PAUSING = 900;

/** Aurora MySQL Serverless v2. */
export function databaseVariables(declare: Declare, { region }: { readonly region: Variable<string> }) {
  const maximumCapacity: Variable<number> = declare("aurora_maximum_capacity", {
    type: "number",
    default: 64,
    description:
      "Upper end of the database's capacity in Aurora capacity units (about 2 GiB of memory each).",
    rules: [capacityUnits(1, 256)],
  });
  const engineVersion = declare("aurora_engine_version", {
    type: "string",
    default: "8.0.mysql_aurora.3.10.3",
    description:
      "Version of Aurora MySQL 3. AWS supports 3.10 for three years; pausing at 0 capacity units needs 3.08 or later.",
    rules: [
      matching(
        "8[.]0[.]mysql_aurora[.]3[.][0-9]{2}[.][0-9]+",
        "a version of Aurora MySQL 3, such as 8.0.mysql_aurora.3.10.3",
        "List them with: aws rds describe-db-engine-versions --engine aurora-mysql.",
      ),
    ],
  });
  const minimumCapacity: Variable<number> = declare("aurora_minimum_capacity", {
    type: "number",
    default: 0.5,
    description:
      "Lower end of the database's capacity in Aurora capacity units. 0 pauses the database 5 minutes after its last connection has ended (wait_timeout ends silent ones); the first request after a pause waits up to half a minute. Use 0 only for trials.",
    rules: [
      capacityUnits(0, 256),
      atMost(() => maximumCapacity.value, "aurora_maximum_capacity"),
      {
        holds: (value) => tf`${value} > 0 || ${isMinorVersion(engineVersion, 8)}`,
        mustBe: "above 0 with this aurora_engine_version",
        hint: "Aurora MySQL pauses from 3.08 on.",
      },
    ],
  });
  const backupWindow = declare("database_backup_window", {
    type: "string",
    default: "03:00-03:30",
    description:
      "Window of every day, in UTC, in which Aurora begins its own backup. It does not slow the database down.",
    rules: dailyWindow,
  });
  const bedrockModelIds = declare("bedrock_model_ids", {
    type: "list(string)",
    default: [],
    description:
      'Identifiers of the foundation models that SQL functions of the database may call, e.g. ["amazon.nova-lite-v1:0"]; no others are allowed. Needed with enable_bedrock_integration.',
    rules: [
      {
        holds: (value) =>
          tf`alltrue([for id in ${value} : can(regex("^[a-z0-9-]+[.][A-Za-z0-9.:_-]+$", id))])`,
        mustBe: "a list of identifiers of models, such as amazon.nova-lite-v1:0",
      },
      // A role's policies have 10,240 characters ("IAM and AWS STS quotas"), and each model's ARN 51 before its identifier.
      atMostCharacters(2000, "The policy of the database's role has room for some 50 models."),
    ],
  });
  return {
    auroraMinimumCapacity: minimumCapacity,
    auroraMaximumCapacity: maximumCapacity,
    auroraEngineVersion: engineVersion,
    databaseBackupRetentionDays: declare("database_backup_retention_days", {
      type: "number",
      default: 35,
      description:
        "Days for which Aurora keeps its own backups, by which the database can be restored to any second. The backups of the backup plan are kept beside them.",
      rules: [wholeNumber(1, 35)],
    }),
    databaseBackupWindow: backupWindow,
    databaseMaintenanceWindow: declare("database_maintenance_window", {
      type: "string",
      default: "sun:09:00-sun:10:00",
      description:
        "Window of every week, in UTC, in which AWS maintains the database, which can then be unavailable for some minutes. Choose one in which nobody works: the default is Saturday night in North America, and Sunday evening in Japan and Australia.",
      rules: [...weeklyWindow, apartFrom(() => backupWindow.value, "database_backup_window")],
    }),
    databasePasswordRotationDays: declare("database_password_rotation_days", {
      type: "number",
      default: 30,
      description:
        "Days after which OpenEMR's user of the database gets another password: two users take turns, so that nobody notices. 0 turns the rotation off; without enable_nat_gateways it is off as well.",
      rules: [wholeNumber(0, 1000)],
    }),
    skipFinalSnapshot: declare("skip_final_snapshot", {
      type: "bool",
      default: false,
      description:
        "Destroying the installation deletes the database without a final snapshot, and its automated backups too. Only for installations without patient data.",
    }),
    performanceInsightsRetentionDays: declare("performance_insights_retention_days", {
      type: "number",
      default: 731,
      description:
        "Days for which the history of the database's performance is kept, with statements that ran and what is in them: whoever may use Database Insights reads names of patients there. From 465 days on, Database Insights is in its advanced mode.",
      rules: [
        oneOf([7, ...Array.from({ length: 23 }, (_, i) => (i + 1) * 31), 731], "Multiples of 31, 7 or 731."),
      ],
    }),
    enableDataApi: declare("enable_data_api", {
      type: "bool",
      default: false,
      description:
        "Lets SQL be run over HTTPS through the RDS Data API, by whoever IAM allows to use it and to read the database's secret. CloudTrail records such calls only where a trail is told to record data events.",
      rules: [neededVersion(engineVersion, 7, "The Data API"), neededIn(region.value, REGIONAL.dataApi)],
    }),
    bedrockModelIds,
    enableBedrockIntegration: declare("enable_bedrock_integration", {
      type: "bool",
      default: false,
      description:
        "Lets SQL functions of the database call foundation models of Amazon Bedrock through a VPC endpoint, which costs about 7 USD a month in each zone. A model of another maker than Amazon has to be opened to the account once. Models that need an inference profile are not reached.",
      rules: [
        neededVersion(engineVersion, 6, "Calling Bedrock"),
        neededIn(region.value, REGIONAL.bedrock),
        falseUnless(
          tf`length(${bedrockModelIds.value}) > 0`,
          "without bedrock_model_ids",
          "Name there the models that the database may call, such as amazon.nova-lite-v1:0.",
        ),
      ],
    }),
    auroraMlInferenceTimeout: declare("aurora_ml_inference_timeout", {
      type: "number",
      default: 30_000,
      description: "Milliseconds that the database waits for an answer of Bedrock.",
      rules: [wholeNumber(1, 2_147_483_647)],
    }),
    netReadTimeout: timeout(declare, "net_read_timeout", "the database waits for more data from a client", 1),
    netWriteTimeout: timeout(declare, "net_write_timeout", "the database waits for a client to take data", 1),
    waitTimeout: declare("wait_timeout", {
      type: "number",
      default: 300,
      description:
        "Seconds of silence after which the database closes a connection (MySQL's wait_timeout and interactive_timeout). OpenEMR keeps connections open between requests and opens new ones where they were closed; the default is as long as the load balancer waits for an answer.",
      rules: [
        wholeNumber(1, 31_536_000),
        {
          holds: (value) => tf`${minimumCapacity.value} > 0 || ${value} <= ${LONGEST_WAIT_OF_PAUSING}`,
          mustBe: `at most ${LONGEST_WAIT_OF_PAUSING} while aurora_minimum_capacity is 0`,
          hint: "The database pauses only after its last connection has ended, and is paid for until then.",
        },
      ],
    }),
    connectTimeout: timeout(declare, "connect_timeout", "a client may take to complete a connection", 2),
    maxExecutionTime: declare("max_execution_time", {
      type: "number",
      default: 3_000_000,
      description: "Milliseconds that the database lets a SELECT run; 0 sets no limit.",
      rules: [wholeNumber(0, 4_294_967_295)],
    }),
    databaseLogRetentionDays: declare(
      "database_log_retention_days",
      logRetention(
        365,
        "Days for which the database's audit and error logs are kept, and those of statements while log_database_statements is true.",
      ),
    ),
    logDatabaseStatements: declare("log_database_statements", {
      type: "bool",
      default: false,
      description:
        "Logs every SQL statement, with the patients' data in it, in the general, slow query and audit logs. Turn it on only for the hours in which you look into a problem. The logs stay for database_log_retention_days, and everybody who may read logs of the account can read them. False logs connections, and changes of rights and tables.",
    }),
  };
}

/** The choices as the props of `Database`. */
export function databaseOptions(variables: ReturnType<typeof databaseVariables>) {
  return {
    minimumCapacity: variables.auroraMinimumCapacity.value,
    maximumCapacity: variables.auroraMaximumCapacity.value,
    engineVersion: variables.auroraEngineVersion.value,
    timeouts: {
      netRead: variables.netReadTimeout.value,
      netWrite: variables.netWriteTimeout.value,
      wait: variables.waitTimeout.value,
      connect: variables.connectTimeout.value,
      maximumExecution: variables.maxExecutionTime.value,
      mlInference: variables.auroraMlInferenceTimeout.value,
    },
    enableDataApi: variables.enableDataApi.value,
    enableBedrockIntegration: variables.enableBedrockIntegration.value,
    bedrockModelIds: variables.bedrockModelIds.value,
    backupRetentionDays: variables.databaseBackupRetentionDays.value,
    backupWindow: variables.databaseBackupWindow.value,
    maintenanceWindow: variables.databaseMaintenanceWindow.value,
    logRetentionDays: variables.databaseLogRetentionDays.value,
    logStatements: variables.logDatabaseStatements.value,
    performanceInsightsRetentionDays: variables.performanceInsightsRetentionDays.value,
    skipFinalSnapshot: variables.skipFinalSnapshot.value,
  };
}

/** A toggle that takes a minor version of Aurora MySQL 3. */
function neededVersion(engineVersion: Variable<string>, minor: number, what: string): Rule {
  return falseUnless(
    isMinorVersion(engineVersion, minor),
    "with this aurora_engine_version",
    `${what} takes Aurora MySQL 3.${String(minor).padStart(2, "0")} or later.`,
  );
}

/** Aurora MySQL 3 of a minor version or a later one. It holds for what is no version: another rule says so. */
function isMinorVersion(engineVersion: Variable<string>, minor: number): Expression<boolean> {
  return tf`try(tonumber(regex("aurora[.]3[.]([0-9]+)", ${engineVersion.value})[0]) >= ${minor}, true)`;
}

/** Aurora Serverless v2 scales in steps of half a unit. */
function capacityUnits(minimum: number, maximum: number): Rule {
  return {
    holds: (value) =>
      tf`${value} >= ${minimum} && ${value} <= ${maximum} && floor(${value} * 2) == ${value} * 2`,
    mustBe: `a number from ${minimum} to ${maximum} in steps of 0.5`,
  };
}

/** The bounds are those of MySQL's system variables; a year is the most. */
function timeout(declare: Declare, name: string, purpose: string, minimumSeconds: number): Variable<number> {
  return declare(name, {
    type: "number",
    default: 30_000,
    description: `Seconds that ${purpose} (MySQL's ${name}).`,
    rules: [wholeNumber(minimumSeconds, 31_536_000)],
  });
}
