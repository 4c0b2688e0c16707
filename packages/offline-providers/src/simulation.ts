import type { CtyObject } from "./cty/types";
import type { ValueMaker } from "./lifecycle/complete";
import type { Member, Members } from "./schema/model";

/** A resource that is planned or made, or a data source that is read. */
export interface Subject {
  /** Such as `aws_vpc`. */
  readonly type: string;
  /** Configured values, and others as far as they are known. */
  readonly values: CtyObject;
  /** The values that exist already; null for a resource that is new. */
  readonly prior: CtyObject | null;
  /** The configuration of the provider, as the calling Terraform process gave it. */
  readonly provider: CtyObject;
}

/** A change that was carried out. */
export interface Change {
  readonly action: "create" | "update" | "delete";
  readonly type: string;
  /** The values before; null before a creation. */
  readonly prior: CtyObject | null;
  /** The new values; null after a deletion. */
  readonly values: CtyObject | null;
  /** The configuration, write-only values included; null for a deletion. */
  readonly config: CtyObject | null;
}

/**
 * The part of a provider that is its own. Everything else is the protocol, which is the same for all of them. To
 * simulate another provider, implement this and hand it over as the option `simulations`.
 */
export interface Simulation {
  /** Attributes of a planned resource that the real provider knows, or changes, before apply. @default - none */
  plan?(subject: Subject): CtyObject;
  /** Makes up the values that only the provider knows, of a new resource or of a data source. */
  describe(subject: Subject): ValueMaker;
  /** Answers a data source: what it leaves out is made up by `describe`. @default - all is made up */
  read?(subject: Subject): CtyObject;
  /** Refuses a change, before it is carried out. @throws SimulatedError as the real service words it */
  refuse?(change: Change): void;
  /** Takes note of a change. */
  changed?(change: Change): void;
  /** Takes note of a resource that Terraform knows from an earlier run. */
  exists?(type: string, values: CtyObject): void;
  /** Whether a resource that Terraform knows is gone. @default - it is there */
  isGone?(type: string, values: CtyObject): boolean;
  /** The values of a resource that exists, for an import by its identifier. @default - whatever is asked for exists */
  find?(type: string, id: string, provider: CtyObject): CtyObject | undefined;
  /** Opens an ephemeral resource. @default - the provider has none that can be opened */
  open?(subject: Subject): CtyObject;
  /** Schemas of the provider's ephemeral resources, by type: the generated classes have none. @default - none */
  readonly ephemeralResources?: Readonly<Record<string, Members>>;
  /** The schema of an attribute that the generated classes leave open (`any`), by its name. @default - it stays open */
  openAttribute?(name: string): Member | undefined;
}

/** An error of the simulated service, which Terraform shows as one of the provider. */
export class SimulatedError extends Error {
  override readonly name = "SimulatedError";
}
