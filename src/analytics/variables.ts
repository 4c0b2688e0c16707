import { tf } from "../terraform/expression";
import { atMostCharacters, falseUnless, matching, oneOf, wholeNumber } from "../terraform/rules";
import type { Declare, Rule, Variable } from "../terraform/variable";
import { ML_TOOLS } from "./studio-tools";

/**
 * Releases of EMR Serverless that the job's role has rights for: "Amazon EMR Serverless release versions" of its user
 * guide, on 2026-11-29.
 */
const EMR_RELEASES = ["emr-7.10.0", "emr-7.11.0", "emr-7.12.0", "emr-7.13.0", "emr-spark-8.0.0"] as const;

/** A part of a cron expression: EventBridge Scheduler takes a question mark for one of the days, and refuses both ("Schedule types"). */
const FIELD = "[^ ?)]+";

/** The serverless analytics environment: exports, Spark, SageMaker Studio. */
export function analyticsVariables(
  declare: Declare,
  { enableNatGateways }: { readonly enableNatGateways: Variable<boolean> },
) {
  const environment = declare("create_serverless_analytics_environment", {
    type: "bool",
    default: false,
    description:
      "Creates an environment in which data scientists work on exports of OpenEMR's data: SageMaker Studio, Spark on EMR Serverless, and functions that export the files and the database. About 1 USD a month while nobody uses it.",
    rules: [
      falseUnless(
        enableNatGateways.value,
        "without NAT gateways",
        "Studio and the export of the files reach AWS through them. Set enable_nat_gateways = true.",
      ),
    ],
  });
  const toggle = (name: string, description: string) =>
    declare(name, {
      type: "bool",
      default: false,
      description,
      rules: [
        falseUnless(
          environment.value,
          "without the analytics environment",
          "Set create_serverless_analytics_environment = true, too.",
        ),
      ],
    });
  const schedule = (name: string, description: string) =>
    declare(name, {
      type: "string",
      default: null,
      description: `${description}, in the syntax of EventBridge Scheduler and in UTC, e.g. cron(0 4 ? * SUN *). Null exports only on request.`,
      rules: [
        matching(
          `rate[(][1-9][0-9]* (minute|hour|day)s?[)]|cron[(]${FIELD} ${FIELD} (${FIELD} ${FIELD} [?]|[?] ${FIELD} ${FIELD}) ${FIELD}[)]`,
          "rate(<number> <minutes, hours or days>) or cron(<minutes> <hours> <day of month> <month> <day of week> <year>) with a question mark in place of one of the two days",
        ),
        onlyWith(environment),
      ],
    });
  const endpoints = toggle(
    "enable_sagemaker_endpoints",
    "Brings SageMaker's API and runtime into the VPC by interface endpoints, about 15 USD a month each in two zones. Without them Studio works through the NAT gateways.",
  );
  return {
    createServerlessAnalyticsEnvironment: environment,
    keepAnalyticsExports: declare("keep_analytics_exports", {
      type: "bool",
      default: false,
      description:
        "Keeps the buckets with the exports, and their key, while create_serverless_analytics_environment is false. Without it, turning the environment off deletes the exports; while deletion_protection is true, that is refused.",
    }),
    analyticsExportRetentionDays: declare("analytics_export_retention_days", {
      type: "number",
      default: 30,
      description:
        "Days for which each export of the database is kept. The copy of the files follows its source and does not expire.",
      rules: [wholeNumber(1, 3653)],
    }),
    analyticsExportOnly: declare("analytics_export_only", {
      type: "list(string)",
      default: [],
      description:
        'Databases and tables that an export of the database is limited to, e.g. ["openemr.patient_data", "openemr.form_encounter"]; AWS bills the whole database all the same. An empty list exports everything.',
      rules: [
        {
          holds: (value) =>
            tf`alltrue([for name in ${value} : can(regex("^[A-Za-z0-9_$]+([.][A-Za-z0-9_$]+)?$", name))])`,
          mustBe: "a list of <database> or <database>.<table>",
        },
        // The settings of a function have 4 KB ("Lambda quotas"), of which others take up to 600, and quotation marks count twice.
        atMostCharacters(
          2300,
          "Settings of a function of Lambda have room for some 90 tables. Give the database, or nothing for everything: AWS bills the same.",
        ),
      ],
    }),
    analyticsFileExportDeletes: declare("analytics_file_export_deletes", {
      type: "bool",
      default: true,
      description:
        "An export of the files deletes from the copy the files that were deleted in OpenEMR; they can be restored for 30 days. False keeps them in the copy.",
    }),
    analyticsFileExportSchedule: schedule("analytics_file_export_schedule", "When the files are exported"),
    analyticsDatabaseExportSchedule: schedule(
      "analytics_database_export_schedule",
      "When the database is exported",
    ),
    emrServerlessReleaseLabel: declare("emr_serverless_release_label", {
      type: "string",
      default: "emr-7.13.0",
      description:
        "Release of Amazon EMR that Spark runs on, emr-7.10.0 or later: earlier ones write marker objects for folders, which the job's role may not write. Stop Spark before you change it, or AWS refuses the change.",
      rules: [
        oneOf(EMR_RELEASES, "These are AWS's releases of EMR Serverless that the job's role has rights for."),
      ],
    }),
    emrServerlessMaximumVcpus: declare("emr_serverless_maximum_vcpus", {
      type: "number",
      default: 16,
      description:
        "Largest number of vCPUs that Spark uses at a time, over all jobs and sessions; each comes with 8 GB of memory and 20 GB of disk. Spark's driver takes 4 and each executor 4 unless a session says otherwise. A new account's quota is 16.",
      rules: [oneOf([8, 16, 32, 64, 128, 256, 512])],
    }),
    emrServerlessIdleMinutes: declare("emr_serverless_idle_minutes", {
      type: "number",
      default: 15,
      description: "Minutes without work after which Spark stops.",
      rules: [wholeNumber(1, 10_080)],
    }),
    sagemakerIdleMinutes: declare("sagemaker_idle_minutes", {
      type: "number",
      default: 60,
      description:
        "Minutes without use after which JupyterLab and Code Editor in SageMaker Studio are shut down. Canvas and RStudio are not: they are billed by the hour until somebody logs out or deletes them.",
      rules: [wholeNumber(60, 525_600)],
    }),
    enableSagemakerEndpoints: endpoints,
    analyticsInternetAccess: declare("analytics_internet_access", {
      type: "bool",
      default: true,
      description:
        "Lets Studio, its jobs and Spark reach the internet over HTTPS, for packages for example. False takes it away, so that no package can send exports there, and brings twelve services of AWS into the VPC by interface endpoints, about 15 USD a month each in two zones.",
      rules: [
        {
          holds: (value) => tf`${value} || ${endpoints.value}`,
          mustBe: "true without enable_sagemaker_endpoints",
          hint: "Studio would not reach SageMaker. Set enable_sagemaker_endpoints = true, too.",
        },
      ],
    }),
    enableSagemakerCanvas: toggle(
      "enable_sagemaker_canvas",
      "Offers SageMaker Canvas with Data Wrangler in Studio. Its role gets AWS's own policies for that: they give access to every bucket of the account with sagemaker in its name, and the use of every role that trusts SageMaker. A session is billed by the hour until its user logs out.",
    ),
    enableSagemakerMlflow: toggle(
      "enable_sagemaker_mlflow",
      "Makes a tracking server of MLflow for Studio, of the smallest size. It is billed by the hour, day and night, until somebody stops it in Studio; it is the only part of the environment that is billed while nobody uses it.",
    ),
    sagemakerAdditionalPolicyArns: declare("sagemaker_additional_policy_arns", {
      type: "list(string)",
      default: [],
      description:
        "ARNs of further IAM policies for Studio's role, for what it may not do by itself, such as pipelines, endpoints or the feature store. Whoever opens Studio gets these rights.",
      rules: [
        {
          holds: (value) =>
            tf`alltrue([for arn in ${value} : can(regex("^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/[A-Za-z0-9+=,.@_/-]+$", arn))])`,
          mustBe: "a list of ARNs of IAM policies, such as arn:aws:iam::123456789012:policy/pipelines",
        },
      ],
    }),
    sagemakerAdditionalMlTools: declare("sagemaker_additional_ml_tools", {
      type: "list(string)",
      default: [],
      description:
        "Further tools in Studio's menu, such as Pipelines, that sagemaker_additional_policy_arns gives rights for. Tools that the role cannot use are hidden.",
      rules: [
        {
          holds: (value) => tf`alltrue([for tool in ${value} : contains(${ML_TOOLS}, tool)])`,
          mustBe: `a list of tools, each one of ${ML_TOOLS.join(", ")}`,
        },
      ],
    }),
    enableSagemakerRstudio: toggle(
      "enable_sagemaker_rstudio",
      "Offers RStudio in Studio, for which the account needs a licence from Posit. A session is billed by the hour until its user ends it. Decide it before Studio is used: changing it replaces Studio's domain.",
    ),
  };
}

/** The choices as the props of `Analytics`. */
export function analyticsOptions(variables: ReturnType<typeof analyticsVariables>) {
  return {
    enabled: variables.createServerlessAnalyticsEnvironment.value,
    keepExports: variables.keepAnalyticsExports.value,
    databaseExportRetentionDays: variables.analyticsExportRetentionDays.value,
    fileExportDeletes: variables.analyticsFileExportDeletes.value,
    fileExportSchedule: variables.analyticsFileExportSchedule.value,
    databaseExportOnly: variables.analyticsExportOnly.value,
    databaseExportSchedule: variables.analyticsDatabaseExportSchedule.value,
    sparkReleaseLabel: variables.emrServerlessReleaseLabel.value,
    sparkMaximumVcpus: variables.emrServerlessMaximumVcpus.value,
    sparkIdleMinutes: variables.emrServerlessIdleMinutes.value,
    studioIdleMinutes: variables.sagemakerIdleMinutes.value,
    internet: variables.analyticsInternetAccess.value,
    studioEndpoints: variables.enableSagemakerEndpoints.value,
    studioCanvas: variables.enableSagemakerCanvas.value,
    studioMlflow: variables.enableSagemakerMlflow.value,
    studioAdditionalPolicies: variables.sagemakerAdditionalPolicyArns.value,
    studioAdditionalTools: variables.sagemakerAdditionalMlTools.value,
    studioRstudio: variables.enableSagemakerRstudio.value,
  };
}

/** A setting that would have no effect without the environment. */
function onlyWith(environment: Variable<boolean>): Rule {
  return {
    holds: () => environment.value,
    mustBe: "null, as create_serverless_analytics_environment is false",
  };
}
