import { AWS_TYPES } from "../../../src/aws/types";
import { deployedTypes } from "../../../src/github/deploy-rights";
import { readCode, refreshReads } from "../../../src/github/plan-statements";
import type { ProviderCall } from "./provider-calls";

/**
 * Calls of provider 5.100, which these tests run, that provider 6.26, which the project runs, makes no more: since
 * hashicorp/terraform-provider-aws 44876 a secret that is written only is read by ListSecretVersionIds.
 */
const FORMER: ReadonlySet<string> = new Set([
  "aws_secretsmanager_secret_version secretsmanager:GetSecretValue",
]);

/** Calls of the provider that the role of plans, for reads, or that of deploys, for changes, does not allow. */
export function lackingRights(calls: readonly ProviderCall[]): string[] {
  const reads = new Set([...refreshReads(), ...readCode([]).actions!]);
  const lacking = calls.filter(({ type, kind, action }) => {
    if (reads.has(action) || (kind === "read" && FORMER.has(`${type} ${action}`))) return false;
    return (
      kind === "read" ||
      !Object.values(AWS_TYPES[type]?.writes ?? {})
        .flat()
        .includes(action)
    );
  });
  return sorted(lacking.map(({ type, kind, action }) => `${type} ${kind}: ${action}`));
}

/** Rights of a deploy that none of these calls has used to change something. */
export function uncalledRights(calls: readonly ProviderCall[]): string[] {
  const called = new Set(calls.filter(({ kind }) => kind === "change").map(({ action }) => action));
  const rights = deployedTypes().flatMap(({ writes }) => Object.values(writes).flat() as string[]);
  return sorted(rights.filter((action) => !called.has(action)));
}

/** Rights of a plan that none of these calls has used, not even to look at what it changes. */
export function uncalledReads(calls: readonly ProviderCall[]): string[] {
  const called = new Set(calls.map(({ action }) => action));
  return refreshReads().filter((action) => !called.has(action));
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
