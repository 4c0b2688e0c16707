import type { CtyObject } from "./cty/types";
import type { ValueMaker } from "./lifecycle/complete";

/** A resource that is planned or made, or a data source that is read. */
export interface Subject {
  readonly type: string;
  /** All that is known of it. */
  readonly values: CtyObject;
  /** What exists already, for an update. */
  readonly prior: CtyObject | null;
  /** The configuration of the provider, as the calling Terraform process gave it. */
  readonly provider: CtyObject;
}

/** A change that was carried out. */
export interface Change {
  readonly action: "create" | "update" | "delete";
  readonly type: string;
  readonly prior: CtyObject | null;
  /** The new values; null after a deletion. */
  readonly values: CtyObject | null;
  /** The configuration, write-only values included; null for a deletion. */
  readonly config: CtyObject | null;
}

/** What tells one provider from another. Everything else is the protocol, and the same for all. */
export interface Simulation {
  /** Attributes of a planned resource that the real provider knows, or changes, before apply. */
  plan?(subject: Subject): CtyObject;
  /** Makes up what AWS, or whoever, would have told about a new resource. */
  describe(subject: Subject): ValueMaker;
  /** Answers a data source: what it does not answer is made up like the results of a resource. */
  read?(subject: Subject): CtyObject;
  /** Takes note of a change. */
  changed?(change: Change): void;
  /** Takes note of a resource that Terraform knows from an earlier run. */
  exists?(type: string, values: CtyObject): void;
  /** Arguments of a type that the real provider cannot change without replacing the resource, where they are known. */
  replacing?(type: string): readonly string[] | undefined;
  /** Opens an ephemeral resource. */
  open?(subject: Subject): CtyObject;
}

/** An error of the simulated service, to be shown as one of the provider. */
export class SimulatedError extends Error {
  override readonly name = "SimulatedError";
}
