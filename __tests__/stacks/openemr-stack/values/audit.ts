import type { BadValue } from "../../../support/value-examples";

export const BAD_VALUES: readonly BadValue[] = [
  [
    "enable_s3_data_events",
    true,
    "false without the audit trail",
    { enable_long_term_cloudtrail_monitoring: false },
  ],
];
