/** A resource whose creation was begun and not seen to end: Terraform calls it tainted, and would make it anew. */
export interface HalfMade {
  readonly address: string;
  /** Why it cannot be made anew; completes "it is kept, because". */
  readonly because: string;
}

/** The part of a state file (version 4) that is read here. */
interface StateFile {
  readonly resources?: ReadonlyArray<{
    readonly mode: string;
    readonly module?: string;
    readonly type: string;
    readonly name: string;
    readonly instances: ReadonlyArray<{
      readonly index_key?: number | string;
      readonly status?: string;
      readonly deposed?: string;
      readonly create_before_destroy?: boolean;
      readonly attributes?: Readonly<Record<string, unknown>>;
    }>;
  }>;
}

/** Days for which Secrets Manager keeps a deleted secret where nothing else is configured. */
const DEFAULT_RECOVERY_DAYS = 30;

/** Types of which the network has only one in its place: a second one is refused until the first is gone. */
const ONE_IN_ITS_PLACE = new Set([
  "aws_internet_gateway",
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
  const { resources = [] } = JSON.parse(state || "{}") as StateFile;
  return resources
    .filter(({ mode, module }) => mode === "managed" && module === undefined)
    .flatMap(({ type, name, instances }) =>
      instances.flatMap(
        ({ index_key: key, status, deposed, attributes = {}, create_before_destroy: first }) => {
          if (status !== "tainted" || deposed !== undefined) return [];
          const because = reason(type, attributes, first ?? false);
          const index = key === undefined ? "" : `[${JSON.stringify(key)}]`;
          return because ? [{ address: `${type}.${name}${index}`, because }] : [];
        },
      ),
    );
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
