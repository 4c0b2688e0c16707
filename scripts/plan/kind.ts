import type { FactReader } from "./fact";

/** How the review speaks of a type of resource. */
export interface Kind {
  /** e.g. `subnet` */
  readonly one: string;
  /** @default - `one` with an s */
  readonly many?: string;
  /** The one to four things that matter about it. @default - none */
  readonly facts?: readonly FactReader[];
  /**
   * It only serves another resource, so that its number is enough. Facts are then not shown.
   * @default - it does when it has no facts
   */
  readonly minor?: boolean;
  /**
   * Type of the resource that it is a part of: its facts, if any, are told with that one's.
   * @default - it stands for itself
   */
  readonly partOf?: string;
}

/** By type, the most important first: that is their order in a review. */
export type Kinds = Readonly<Record<string, Kind>>;
