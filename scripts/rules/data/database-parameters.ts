import type { FindingDetails } from "../finding";

export type Says = Pick<FindingDetails, "severity" | "says" | "why">;

const danger = (says: string, why: string) => () => ({ severity: "danger", says, why }) as const;
const warning = (says: string, why: string) => () => ({ severity: "warning", says, why }) as const;

const isOn = (value: string | undefined) => /^(on|1|true)$/i.test(value ?? "");
const list = (value: string | undefined) => (value ?? "").split(",").filter(Boolean);

export const OTHER: Says = {
  severity: "warning",
  says: "has other parameters",
  why: "Static ones take effect when somebody restarts the database, the others at once; a wrong one stops it.",
};

const LAST_WRITES =
  "After a failure the last second of what people saved is gone, though they were told that it is saved.";

/** Rules by parameter. `undefined` where the change is no weaker. */
export const PARAMETERS: Readonly<
  Record<string, (before: string | undefined, after: string | undefined) => Says | undefined>
> = {
  require_secure_transport: (before, after) =>
    isOn(before) && !isOn(after)
      ? {
          severity: "danger",
          says: "no longer requires TLS",
          why: "The application may then connect to the database in plain text.",
        }
      : undefined,
  server_audit_logging: (before, after) =>
    isOn(before) && !isOn(after)
      ? { severity: "danger", says: "no longer audits", why: "The audit log tells who read which record." }
      : undefined,
  server_audit_events: (before, after) => {
    const lost = list(before).filter((event) => !list(after).includes(event));
    if (lost.length > 0 || after === undefined) {
      return {
        severity: "danger",
        says: `no longer audits ${lost.join(", ") || "what it did"}`,
        why: "What is not recorded cannot be found out after somebody got in.",
      };
    }
    const more = list(after).filter((event) => !list(before).includes(event));
    return {
      severity: "warning",
      says: `audits ${more.join(", ") || "something else"} as well`,
      why: "Statements hold names and diagnoses: whoever reads the log reads them.",
    };
  },
  server_audit_excl_users: () => ({
    severity: "danger",
    says: "leaves users out of the audit",
    why: "What they do in the database cannot be found out any more.",
  }),
  server_audit_incl_users: () => ({
    severity: "danger",
    says: "audits certain users only",
    why: "What the others do in the database cannot be found out any more.",
  }),
  general_log: (before, after) =>
    !isOn(before) && isOn(after)
      ? {
          severity: "danger",
          says: "writes every statement into a log",
          why: "Statements hold names, diagnoses and passwords: whoever reads the log reads them.",
        }
      : undefined,
  tls_version: (_, after) =>
    /TLSv1(\.[01])?(,|$)/.test(after ?? "")
      ? {
          severity: "danger",
          says: "takes TLS 1.0 or 1.1",
          why: "Both versions are broken and forbidden for patient data by most rules.",
        }
      : OTHER,
  innodb_flush_log_at_trx_commit: (_, after) =>
    after === "1"
      ? undefined
      : { severity: "danger", says: "may lose what was written last", why: LAST_WRITES },
  sync_binlog: (_, after) =>
    after === "1"
      ? undefined
      : { severity: "danger", says: "may lose what was written last", why: LAST_WRITES },
  local_infile: (before, after) =>
    !isOn(before) && isOn(after)
      ? {
          severity: "danger",
          says: "loads files that clients have",
          why: "A statement that somebody smuggles in can then read files of the application.",
        }
      : undefined,
  binlog_format: warning(
    "can be followed by another database",
    "Whoever may connect for a replication gets every change of the records.",
  ),
  ...Object.fromEntries(
    [
      "aurora_load_from_s3_role",
      "aurora_select_into_s3_role",
      "aws_default_s3_role",
      "aws_default_lambda_role",
      "aws_default_sagemaker_role",
      "aws_default_comprehend_role",
    ].map((name) => [
      name,
      danger(
        "may read and write outside of the database by a role",
        "Whoever may run statements can then send records into a bucket or to a function.",
      ),
    ]),
  ),
};
