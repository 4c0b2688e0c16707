import { isNew, type Kind, more } from "./kind";

const DOMAIN = "aws_sagemaker_domain.analytics_studio_domain[0]";
const SPARK = "aws_emrserverless_application.analytics_spark_application[0]";
const SCHEDULE = "aws_scheduler_schedule.analytics_database_export_function_schedule[0]";

export const analytics: readonly Kind[] = [
  [
    "the Studio reaches the internet",
    "danger",
    /past the VPC/,
    DOMAIN,
    { app_network_access_type: "PublicInternetOnly" },
  ],
  [
    "the Studio acts with another role",
    "warning",
    /another role/,
    DOMAIN,
    { "default_user_settings.0.execution_role": "arn:aws:iam::123456789012:role/admin" },
  ],
  [
    "notebooks' output is put elsewhere",
    "danger",
    /output|shar|notebook/,
    DOMAIN,
    {
      "default_user_settings.0.sharing_settings": [
        { notebook_output_option: "Allowed", s3_output_path: "s3://other" },
      ],
    },
  ],
  [
    "notebooks run an image of somebody",
    "danger",
    /image/,
    DOMAIN,
    {
      "default_user_settings.0.jupyter_lab_app_settings.0.custom_image": [
        { image_name: "x", app_image_config_name: "y" },
      ],
    },
  ],
  [
    "the Studio is in another group",
    "warning",
    /security groups/,
    DOMAIN,
    { "default_user_settings.0.security_groups": ["sg-other"] },
  ],
  [
    "something runs whenever a notebook starts",
    "warning",
    /is new/,
    "aws_sagemaker_studio_lifecycle_config.analytics_start",
    isNew({ studio_lifecycle_config_content: "Y3VybA==" }),
  ],
  [
    "somebody more works in the Studio",
    "notice",
    /is new/,
    "aws_sagemaker_user_profile.analytics_more",
    isNew({ user_profile_name: "more" }),
  ],
  [
    "models are kept in another bucket",
    "warning",
    /bucket|elsewhere|changes in a way/,
    "aws_sagemaker_mlflow_tracking_server.analytics_studio_mlflow[0]",
    { artifact_store_uri: "s3://other/mlflow" },
  ],
  ["Spark leaves the network", "danger", /outside of the VPC/, SPARK, { network_configuration: [] }],
  [
    "Spark runs an image of somebody",
    "danger",
    /image/,
    SPARK,
    { image_configuration: [{ image_uri: "999999999999.dkr.ecr.us-east-1.amazonaws.com/spark:1" }] },
  ],
  [
    "Spark may cost far more",
    "notice",
    /cost|capacity|changes in a way/,
    SPARK,
    { "maximum_capacity.0.cpu": "1600 vCPU" },
  ],
  [
    "tables of analytics lie elsewhere",
    "warning",
    /bucket|elsewhere|changes in a way/,
    "aws_glue_catalog_database.analytics_spark_catalog[0]",
    { location_uri: "s3://other/tables" },
  ],
  ["an export is no longer made", "warning", /switched off/, SCHEDULE, { state: "DISABLED" }],
  [
    "an export is made once a year",
    "warning",
    /other times/,
    SCHEDULE,
    { schedule_expression: "cron(0 4 1 1 ? *)" },
  ],
  [
    "a schedule calls something else",
    "warning",
    /calls something else/,
    SCHEDULE,
    { "target.0.arn": "arn:aws:lambda:us-east-1:123456789012:function:other" },
  ],
  [
    "a schedule tells its function something else",
    "warning",
    /something else/,
    SCHEDULE,
    { "target.0.input": '{"bucket":"other"}' },
  ],
  [
    "the notebook that people open first is another",
    "notice",
    /other code/,
    "aws_s3_object.analytics_first_look_first_look_ipynb[0]",
    { source_hash: "x", source: "other.ipynb" },
  ],
  [
    "more may be exported by the export's role",
    "warning",
    /allows/,
    "aws_iam_role_policy.analytics_database_export_role_policy[0]",
    {
      "policy.Statement": more({ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::other/*" }),
    },
  ],
];
