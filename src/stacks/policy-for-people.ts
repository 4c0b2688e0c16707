import type { Construct } from "constructs";
import { DATA_ACTIONS, OBJECT_READS } from "../aws/data-actions";
import type { Installation } from "../aws/installation";
import { type PolicyStatement, policyDocument } from "../aws/policy-document";
import { declareOutput } from "../terraform/output";

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

/** Gives out those denials: a deploy may not make policies, so a person attaches this one. */
export function declarePolicyForPeople(scope: Construct, { partition, names }: Installation): void {
  declareOutput(
    scope,
    "policy_for_people",
    "Policy that keeps people with AWS's read-only policies from patients' data; attach it beside them.",
    policyDocument(denialsForPeople(`arn:${partition}:s3:::${names.prefix}-*`)),
  );
}
