import { tableArea } from "../rule";
import { becomes, changes, isAnother, isGiven } from "../weaker";

const SETTINGS = ["default_user_settings.0", "default_space_settings.0", "user_settings.0"];
const STUDIO = ["aws_sagemaker_domain", "aws_sagemaker_user_profile"];
const APPLICATIONS = ["code_editor_app_settings", "jupyter_lab_app_settings", "kernel_gateway_app_settings"];
const BESIDE = "It runs beside copies of the records, with all that the role of analytics may do.";

/** Finds where notebooks and jobs run, what they run, and where their results lie. */
export const analytics = tableArea("Analytics", {
  attributeRules: [
    ...SETTINGS.flatMap(
      (settings) =>
        [
          {
            types: STUDIO,
            path: `${settings}.sharing_settings`,
            weakens: changes,
            severity: "danger",
            harm: "exposure",
            says: "shares notebooks in another place",
            why: "Notebooks with their output, which are copies of records, are put there.",
          },
          {
            types: STUDIO,
            path: `${settings}.security_groups`,
            weakens: changes,
            severity: "warning",
            says: "gives notebooks other security groups",
            why: "The rules of those groups decide what a notebook reaches.",
          },
          ...APPLICATIONS.flatMap((application) =>
            ["custom_image", "lifecycle_config_arns", "code_repository"].map((name) => ({
              types: STUDIO,
              path: `${settings}.${application}.0.${name}`,
              weakens: isGiven,
              severity: "danger" as const,
              says: "runs an image, a script or code of somebody's own in notebooks",
              why: BESIDE,
            })),
          ),
        ] as const,
    ),
    {
      types: ["aws_sagemaker_domain"],
      path: "retention_policy.0.home_efs_file_system",
      weakens: becomes(/^Delete$/),
      severity: "danger",
      harm: "loss",
      says: "takes the homes of its users with it",
      why: "When the domain is deleted, all notebooks are.",
    },
    {
      types: ["aws_emrserverless_application"],
      path: "image_configuration",
      weakens: changes,
      severity: "danger",
      harm: "exposure",
      says: "runs an image from elsewhere",
      why: BESIDE,
    },
    {
      types: ["aws_emrserverless_application"],
      path: "maximum_capacity",
      weakens: changes,
      severity: "notice",
      says: "has another limit of capacity",
      why: "A job that goes wrong costs as much as the limit lets it; one that needs more is not started.",
    },
    {
      types: ["aws_glue_catalog_database"],
      path: "location_uri",
      weakens: isAnother,
      severity: "warning",
      says: "keeps its tables elsewhere",
      why: "Results hold records: the policy of that bucket decides who reads them.",
    },
    {
      types: ["aws_sagemaker_mlflow_tracking_server"],
      path: "artifact_store_uri",
      weakens: isAnother,
      severity: "warning",
      says: "keeps models and figures elsewhere",
      why: "Models are made of records: the policy of that bucket decides who reads them.",
    },
  ],
});
