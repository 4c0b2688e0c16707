import type { CtyObject } from "../../../../cty/types";
import { apiPage, type Service } from "../aws-reference";

/** A name, or a combination of attributes, that only one resource of a type can have. */
export interface TakenName {
  readonly type: string;
  /** The attributes that make it up; with a parent's identifier, the name is taken within that parent only. */
  readonly by: readonly string[];
  readonly operation: string;
  readonly code: string;
  readonly source: string;
  /** Another region may have a thing of the same name; with nothing in `by`, each region has one. @default true */
  readonly perRegion?: boolean;
  /** Creations that take the name over, as the service lets them. @default - none */
  readonly unless?: (values: CtyObject) => boolean;
}

/** A name that each region has once. */
export function row(
  service: Service,
  type: string,
  by: readonly string[],
  operation: string,
  code: string,
): TakenName {
  return { type, by, operation, code, source: apiPage(service, operation) };
}

/** A name that the account, or the world, has once. */
export function worldwide(name: TakenName): TakenName {
  return { ...name, perRegion: false };
}
