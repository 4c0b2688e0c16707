import { DATA_ACTIONS, OBJECT_READS } from "../aws/data-actions";
import type { Installation } from "../aws/installation";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";

/**
 * Denials for people who look after the account and not after patients. AWS's own read-only policies (ReadOnlyAccess,
 * CloudWatchReadOnlyAccess, SecurityAudit) read logs, download logs of databases and fetch objects; with these attached
 * beside them they do not. Jobs have the same denials.
 *
 * @param buckets ARN of the installation's buckets, with a star for the rest of their names
 */
export function denialsForPeople(buckets: string): PolicyStatement[] {
  return [
    { sid: "NoData", effect: "Deny", actions: DATA_ACTIONS, resources: ["*"] },
    { sid: "NoObjects", effect: "Deny", actions: OBJECT_READS, resources: [`${buckets}/*`] },
    // Names of objects hold the ids of patients.
    {
      sid: "NoNamesOfObjects",
      effect: "Deny",
      actions: ["s3:ListBucket", "s3:ListBucketVersions"],
      resources: [buckets],
    },
  ];
}

/** Those denials as a text, for an output: a deploy may not make policies, so a person attaches it. */
export function policyForPeople({ partition, names }: Installation): string {
  return policyDocument(denialsForPeople(`arn:${partition}:s3:::${names.prefix}-*`));
}
