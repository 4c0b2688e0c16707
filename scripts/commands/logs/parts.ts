import { FUNCTION_NAMES } from "../../../src/openemr/function-names";
import { accessLine, isApplicationError } from "./application-line";
import { auditLine } from "./audit-line";
import { blockedLine, firewallLine, isBlocked } from "./firewall-line";

/** A part of an installation that logs. */
export interface LogPart {
  /** Its contents, in few words. */
  readonly describes: string;
  /**
   * The beginning of its log groups' names, where these are several that come and go, and their possible ends; `{prefix}` is
   * that of the installation's names. @default - the output `log_group_names` has them
   */
  readonly groups?: { readonly beginning: string; readonly ends?: readonly string[] };
  /** Why it may have no log group. Without it, every installation has one. */
  readonly absentWhere?: string;
  /** How CloudWatch finds what may be an error, and which of these are. Without it, nothing is marked as one. */
  readonly errors?: { readonly pattern: string; readonly isError?: (message: string) => boolean };
  /** A message as a person reads it. @default - as it was logged */
  readonly render?: (message: string) => string;
}

export type PartName =
  | "application"
  | "database"
  | "firewall"
  | "network"
  | "dns"
  | "audit"
  | "exec"
  | "functions"
  | "analytics";

/** Parts by name, which most of them have in the output `log_group_names`. */
export const PARTS: Readonly<Record<PartName, LogPart>> = {
  application: {
    describes: "requests, messages of Apache, PHP and OpenEMR, and what tasks do",
    errors: {
      pattern:
        '?":error]" ?":crit]" ?":alert]" ?":emerg]" ?"PHP Fatal" ?"OpenEMR.CRITICAL" ?"AH00052" ?": error:" ?":500," ?":501," ?":502," ?":503," ?":504,"',
      isError: isApplicationError,
    },
    render: accessLine,
  },
  database: {
    describes: "errors, connections, changes of rights and structure, slow statements",
    errors: { pattern: '?"[ERROR]" ?"FAILED_CONNECT"' },
  },
  firewall: {
    describes: "each request, and what the firewall did with it",
    absentWhere: "enable_web_firewall is false",
    errors: { pattern: '{ $.action = "BLOCK" }', isError: isBlocked },
    render: firewallLine,
  },
  network: {
    describes: "connections in the VPC, in the form of VPC flow logs",
    absentWhere: "the VPC existed before, and its owner records them",
    errors: { pattern: '"REJECT"' },
  },
  dns: {
    describes: "names that were asked of DNS in the VPC, and the answers",
    absentWhere: "enable_dns_query_log is false",
    errors: { pattern: '{ $.rcode != "NOERROR" }' },
  },
  audit: {
    describes: "calls of AWS's API in the account",
    absentWhere: "enable_long_term_cloudtrail_monitoring is false",
    errors: { pattern: "{ $.errorCode = * }" },
    render: auditLine,
  },
  exec: {
    describes: "what people did in tasks by ECS Exec",
    absentWhere: "enable_ecs_exec is false",
  },
  functions: {
    describes: "functions: the probe, mail, rotations, exports, tests of restores",
    groups: { beginning: "/aws/lambda/{prefix}-", ends: FUNCTION_NAMES },
    absentWhere: "none is there, or all go by another name",
    errors: { pattern: '?"ERROR" ?"Task timed out" ?"Runtime exited"' },
  },
  analytics: {
    describes: "exports of files, and Spark",
    groups: { beginning: "/{prefix}/analytics/" },
    absentWhere: "create_serverless_analytics_environment is false",
  },
};

/** The firewall's refusals, explained. */
export const REFUSALS: LogPart = { ...PARTS.firewall, render: blockedLine };
