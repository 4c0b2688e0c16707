import type { Installation } from "../aws/installation";
import type { PhysicalNames } from "../aws/physical-names";
import type { Place } from "../aws/place";
import type { StateAccess } from "./state-access";

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
  readonly state: StateAccess;
  /** ARNs of the folders with code in the environment's buckets. */
  readonly codeObjects: readonly string[];
}
