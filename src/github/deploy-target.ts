import type { PhysicalNames } from "../aws/physical-names";
import type { Place } from "../aws/place";
import type { Value } from "../terraform/expression";
import type { StateAccess } from "./state-access";

/** The region that an environment's backups are copied to. */
export interface CopyTarget {
  /** There is such a region. */
  readonly areMade: Value<boolean>;
  /** Any place where {@link areMade} is false. */
  readonly place: Place;
}

/** The installation that a deploy changes, and where it is. */
export interface DeployScope {
  /** Name of the environment, to the project and to what deploys it. */
  readonly environment: string;
  /** First part of every name in the project's installations. */
  readonly application: string;
  readonly place: Place;
  /** Path in IAM of the roles that deploy, and of their policies: no deploy changes what has it. */
  readonly iamPath: string;
  readonly copies: CopyTarget;
  readonly state: StateAccess;
  /** ARNs of the folders with code in the environment's buckets. */
  readonly codeObjects: readonly string[];
}

/** The environment that a role deploys. */
export interface DeployTarget extends DeployScope {
  /** Physical names of the environment's installation. */
  readonly names: PhysicalNames;
}
