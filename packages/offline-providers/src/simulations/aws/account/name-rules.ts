import { type CtyObject, type CtyValue, canonicalJson } from "../../../cty/types";
import { apiPage, page } from "./aws-reference";
import { identityBy, type RefusalRule } from "./rule";
import { TAKEN_NAMES } from "./taken-names";
import type { TakenName } from "./taken-names/taken-name";

/** Refuses to make what has a name that is taken, or that is not free again yet. */
export const NAME_RULES: readonly RefusalRule[] = [
  ...TAKEN_NAMES.map(refusesTakenName),
  {
    kind: "name in use",
    type: "aws_secretsmanager_secret",
    action: "create",
    operation: "CreateSecret",
    code: "InvalidRequestException",
    source: page("secretsmanager/latest/userguide/manage_delete-secret.html"),
    reason: ({ type, values }, account) =>
      account.reservedDays(type, values?.name) > 0
        ? "You can't create this secret because a secret with this name is already scheduled for deletion."
        : undefined,
  },
  {
    kind: "name in use",
    type: "aws_rds_cluster",
    action: "delete",
    operation: "DeleteDBCluster",
    code: "DBClusterSnapshotAlreadyExistsFault",
    source: apiPage("rds", "DeleteDBCluster"),
    reason: ({ prior }, account) =>
      prior?.skip_final_snapshot !== true &&
      account.find("aws_db_cluster_snapshot", prior?.final_snapshot_identifier)
        ? `Cannot create the cluster snapshot because a snapshot with the identifier ${prior!.final_snapshot_identifier} already exists.`
        : undefined,
  },
];

function refusesTakenName({ by, perRegion = true, unless, ...rule }: TakenName): RefusalRule {
  const identity = (values: CtyObject) => {
    const name = identityBy(values, by);
    return name && `${name} ${perRegion ? values.region : ""}`;
  };
  return {
    ...rule,
    kind: "name in use",
    action: "create",
    reason: ({ type, values }, account) => {
      const wanted = values && !unless?.(values) ? identity(values) : undefined;
      if (wanted === undefined) return undefined;
      const taken = account.resources(type).some((existing) => identity(existing.values) === wanted);
      if (!taken) return undefined;
      const what = by.map((name) => `${name} ${textOf(values![name])}`).join(", ");
      return `${what || `one in ${values!.region}`} already exists.`;
    },
  };
}

function textOf(value: CtyValue | undefined): string {
  return typeof value === "object" && value !== null ? canonicalJson(value) : String(value);
}
