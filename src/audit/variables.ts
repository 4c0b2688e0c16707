import type { Declare } from "../terraform/variable";

/** The audit trail. */
export function auditVariables(declare: Declare) {
  return {
    enableLongTermCloudtrailMonitoring: declare("enable_long_term_cloudtrail_monitoring", {
      type: "bool",
      default: true,
      description:
        "Records every management event of the account in all regions, for 7 years in S3 and 9 years in CloudWatch Logs. Recommended wherever patient data is kept.",
    }),
  };
}
