import type { DataSourceAnswer } from "#offline-providers";

/** Answers of the data sources in this project's stacks: nothing is in the way in this account. */
export const DATA_SOURCES: Record<string, DataSourceAnswer> = {
  aws_route53_records: () => ({ resource_record_sets: [] }),
  aws_ses_active_receipt_rule_set: () => ({ rule_set_name: "" }),
};
