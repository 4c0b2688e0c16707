import type { FactReader } from "./fact";

/** How a type of resource is called. */
export interface KindName {
  /** e.g. `subnet` */
  readonly one: string;
  /** @default - `one` with an s */
  readonly many?: string;
}

/** Facts of a type of resource, and how it belongs to others. */
export interface KindDetails {
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

/** How the review speaks of a type of resource. */
export interface Kind extends KindName, KindDetails {}

/** By type, the most important first: that is their order in a review. */
export type Details = Readonly<Record<string, KindDetails>>;
