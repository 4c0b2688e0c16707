import type { Installation } from "../aws/installation";
import type { PhysicalNames } from "../aws/physical-names";
import type { Place } from "../aws/place";
import type { Value } from "../terraform/expression";
import type { StateAccess } from "./state-access";

/** The region that an environment's backups are copied to. */
export interface CopyTarget {
  /** Terraform expression of type bool: there is such a region. */
  readonly areMade: Value<boolean>;
  /** Any place where {@link areMade} is false. */
  readonly place: Place;
}

/** The environment that a role deploys, and where it is. */
export interface DeployTarget {
  /** The account of the roles. */
  readonly installation: Installation;
  /** Name of the environment, to the project and to GitHub. */
  readonly environment: string;
  /** First part of every name in the project's installations. */
  readonly application: string;
  /** Physical names of the environment's installation. */
  readonly names: PhysicalNames;
  readonly place: Place;
  readonly copies: CopyTarget;
  readonly state: StateAccess;
  /** ARNs of the folders with code in the environment's buckets. */
  readonly codeObjects: readonly string[];
}
