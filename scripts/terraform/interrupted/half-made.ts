import { instancesIn } from "./state-file";

/** A resource whose creation was begun and not seen to end: Terraform calls it tainted, and would make it anew. */
export interface HalfMade {
  readonly address: string;
  /** Why it cannot be made anew; completes "it is kept, because". */
  readonly because: string;
}

/** Days for which Secrets Manager keeps a deleted secret where nothing else is configured. */
const DEFAULT_RECOVERY_DAYS = 30;

/**
 * Types of which there can be only one in its place, or of its name: a second one is refused until the first is gone. A new
 * account may have five public addresses, of which an installation takes three; two gateways cannot share one.
 */
const ONE_IN_ITS_PLACE = new Set([
  "aws_eip",
  "aws_iam_role",
  "aws_internet_gateway",
  "aws_nat_gateway",
  "aws_rds_cluster_parameter_group",
  "aws_route",
  "aws_route_table_association",
  "aws_subnet",
]);

/**
 * The resources that an interrupted run left half-made and that no further run could make anew: AWS refuses to delete
 * them, or their name stays taken. `terraform untaint` has Terraform go on with them; whatever their creation left
 * undone, the next plan shows as a change.
 *
 * @param state text of the state, as `terraform state pull` gives it
 */
export function halfMade(state: string): HalfMade[] {
  return instancesIn(state).flatMap(({ address, type, isTainted, isMadeFirst, attributes }) => {
    const because = isTainted ? reason(type, attributes, isMadeFirst) : undefined;
    return because ? [{ address, because }] : [];
  });
}

function reason(
  type: string,
  attributes: Readonly<Record<string, unknown>>,
  isMadeFirst: boolean,
): string | undefined {
  if (attributes.deletion_protection === true || attributes.enable_deletion_protection === true) {
    return "AWS refuses to delete it while its deletion protection is on";
  }
  const days = Number(attributes.recovery_window_in_days ?? DEFAULT_RECOVERY_DAYS);
  if (type === "aws_secretsmanager_secret" && days > 0) {
    return `AWS would keep its name taken for ${days} days after it is deleted`;
  }
  if (isMadeFirst && ONE_IN_ITS_PLACE.has(type)) {
    return "its successor would be made first, which AWS refuses while it is there";
  }
  return undefined;
}
