import { falseUnless } from "../terraform/rules";
import type { Declare } from "../terraform/variable";

/** The audit trail. */
export function auditVariables(declare: Declare) {
  const trail = declare("enable_long_term_cloudtrail_monitoring", {
    type: "bool",
    default: true,
    description:
      "Records every management event of the account in all regions, for 7 years in S3 and 9 years in CloudWatch Logs. Recommended wherever patient data is kept.",
  });
  return {
    enableLongTermCloudtrailMonitoring: trail,
    enableS3DataEvents: declare("enable_s3_data_events", {
      type: "bool",
      default: false,
      description:
        "Has the audit trail record who reads and writes each object in the installation's buckets: received mail, exports; of access logs and of the trail itself, who reads them. It costs 0.10 USD for 100,000 reads and writes.",
      rules: [
        falseUnless(
          trail.value,
          "without the audit trail",
          "Set enable_long_term_cloudtrail_monitoring = true, too.",
        ),
      ],
    }),
  };
}

/** The choices as the props of `AuditTrail`. */
export function auditOptions(variables: ReturnType<typeof auditVariables>) {
  return {
    enabled: variables.enableLongTermCloudtrailMonitoring.value,
    recordObjects: variables.enableS3DataEvents.value,
  };
}
