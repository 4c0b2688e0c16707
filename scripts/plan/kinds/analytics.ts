import { ownKey, text, value } from "../fact";
import type { Details } from "../kind";

/** Studio, Spark and its catalog. */
export const analyticsKinds: Details = {
  aws_sagemaker_domain: {
    facts: [
      (resource) =>
        resource.text("app_network_access_type") === "VpcOnly"
          ? { text: "only in the VPC" }
          : { text: "reaches the internet past the VPC", weak: true },
      value("auth_mode", "sign-in by"),
      ownKey("kms_key_id"),
      value(
        "default_user_settings.0.jupyter_lab_app_settings.0.app_lifecycle_management.0.idle_settings.0.idle_timeout_in_minutes",
        "applications shut down after",
        "idle minutes",
      ),
    ],
  },
  aws_sagemaker_user_profile: { facts: [value("user_profile_name")] },
  aws_sagemaker_mlflow_tracking_server: {
    facts: [
      value("tracking_server_size", "size"),
      () => ({ text: "billed by the hour until it is stopped" }),
    ],
  },
  aws_emrserverless_application: {
    facts: [
      value("release_label"),
      text((resource) => {
        const parts = ["cpu", "memory"].map((part) => resource.text(`maximum_capacity.0.${part}`));
        return parts.every(Boolean) ? `at most ${parts.join(" and ")}` : undefined;
      }),
      value("auto_stop_configuration.0.idle_timeout_minutes", "stops after", "idle minutes"),
      text((resource) =>
        resource.size("initial_capacity") === 0
          ? "nothing kept ready"
          : "workers kept ready, billed by the hour",
      ),
    ],
  },
};
