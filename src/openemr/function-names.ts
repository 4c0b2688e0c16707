/**
 * Last parts of the names of an installation's functions. Names that only begin with its own may be those of another one:
 * `openemr-clinic-west-probe` with `openemr-clinic`.
 */
export const FUNCTION_NAMES = [
  "export-database",
  "export-files",
  "forward-mail",
  "judge-restore",
  "probe",
  "receipt-rule-set",
  "rotate-database-user",
  "smtp-credentials",
];
