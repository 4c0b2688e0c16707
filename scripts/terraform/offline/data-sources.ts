import type { DataSourceAnswer } from "#offline-providers";

/** What data sources of this project's stacks find: an account in which nothing is in the way. */
export const DATA_SOURCES: Record<string, DataSourceAnswer> = {
  aws_route53_records: () => ({ resource_record_sets: [] }),
  aws_ses_active_receipt_rule_set: () => ({ rule_set_name: "" }),
};
