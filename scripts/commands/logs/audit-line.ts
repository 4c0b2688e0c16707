/** The fields of a record of CloudTrail that are read. User guide of CloudTrail, "CloudTrail record contents". */
interface AuditRecord {
  readonly eventSource: string;
  readonly eventName: string;
  readonly eventID?: string;
  readonly awsRegion?: string;
  readonly sourceIPAddress?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly userIdentity?: {
    readonly type?: string;
    readonly arn?: string;
    readonly invokedBy?: string;
    readonly userName?: string;
  };
}

/**
 * A call in one line: `iam PutRolePolicy arn:aws:iam::...:user/ann 198.51.100.7 us-east-1 AccessDenied 12ab-...`. The id at its
 * end finds all of it, with --request and --json.
 */
export function auditLine(message: string): string {
  const record = readRecord(message);
  if (!record) return message;
  const { eventSource, eventName, userIdentity = {}, sourceIPAddress, awsRegion, eventID } = record;
  const { arn, userName, invokedBy, type } = userIdentity;
  return [
    eventSource.replace(/\.amazonaws\.com$/, ""),
    eventName,
    arn ?? userName ?? invokedBy ?? type,
    sourceIPAddress,
    awsRegion,
    // A sign-in that fails has a message only.
    record.errorCode ?? record.errorMessage,
    eventID,
  ]
    .filter(Boolean)
    .join(" ");
}

function readRecord(message: string): AuditRecord | undefined {
  try {
    const record = JSON.parse(message) as AuditRecord;
    return record.eventSource && record.eventName ? record : undefined;
  } catch {
    // CloudWatch cuts a long line.
    return undefined;
  }
}
