import type { CtyObject } from "./cty/types";
import { completeObject } from "./lifecycle/complete";
import { planObject } from "./lifecycle/plan";
import { replacedBecauseOf } from "./lifecycle/replace";
import type { ChangeResult, OperationRecord } from "./operation-record";
import type { Members } from "./schema/model";
import { SimulatedError, type Simulation, type Subject } from "./simulation";

/** A change of a resource that Terraform asks to plan or to carry out. */
export interface ChangeRequest {
  readonly type: string;
  readonly members: Members;
  readonly prior: CtyObject | null;
  readonly planned: CtyObject | null;
  readonly config: CtyObject | null;
  readonly provider: CtyObject;
}

/** The outcome of a planned change. */
export interface PlannedChange {
  readonly state: CtyObject | null;
  /** Arguments that cannot be changed in place. */
  readonly replacedBecauseOf: readonly string[];
}

/** Carries out what Terraform asks, on plain values: the part of a provider that is above the protocol. */
export class OfflineProvider {
  constructor(
    private readonly simulation: Simulation,
    private readonly record: OperationRecord,
    /** Arguments that the real provider cannot change in place, by type. */
    private readonly replacements: Readonly<Record<string, readonly string[]>> = {},
  ) {}

  plan({ type, members, prior, planned: proposed, config, provider }: ChangeRequest): PlannedChange {
    if (proposed === null) return { state: null, replacedBecauseOf: [] };
    const planned = planObject(members, proposed, prior);
    const known = this.simulation.plan?.({ type, values: planned, prior, provider }) ?? {};
    // The configuration always wins, as Terraform demands.
    const additions = Object.entries(known).filter(
      ([name]) => name in planned && (config?.[name] ?? null) === null,
    );
    const state = { ...planned, ...Object.fromEntries(additions) };
    const replacing = this.replacements[type] ?? [];
    return { state, replacedBecauseOf: prior ? replacedBecauseOf(replacing, prior, state) : [] };
  }

  apply(request: ChangeRequest): ChangeResult {
    const { type, prior, planned, config } = request;
    const action = planned === null ? "delete" : prior === null ? "create" : "update";
    const carryOut = (): ChangeResult => {
      const values = planned && this.complete(request, planned);
      const change = { action, type, prior, values, config } as const;
      this.simulation.refuse?.(change);
      this.simulation.changed?.(change);
      return { state: values };
    };
    const values = planned ?? prior ?? {};
    return this.record.run({ action, type, values, config }, carryOut, () => ({ state: prior }));
  }

  refresh(type: string, state: CtyObject): ChangeResult {
    const read = { action: "read", type, values: state, config: null } as const;
    if (this.simulation.isGone?.(type, state)) return this.record.run(read, gone, gone);
    this.simulation.exists?.(type, state);
    const found = () => ({ state });
    return this.record.run(read, found, found);
  }

  /** The values of a resource that is to be imported; null where there is none. */
  import(type: string, id: string, provider: CtyObject): CtyObject | null {
    return this.simulation.find ? (this.simulation.find(type, id, provider) ?? null) : { id };
  }

  read(type: string, members: Members, config: CtyObject, provider: CtyObject): ChangeResult {
    const answer = (): ChangeResult => {
      const subject: Subject = { type, values: config, prior: null, provider };
      const answered = { ...config, ...this.simulation.read?.(subject) };
      const planned = planObject(members, answered, null);
      return {
        state: completeObject(members, planned, this.simulation.describe({ ...subject, values: answered })),
      };
    };
    return this.record.run({ action: "read", type, values: config, config }, answer, () => ({ state: null }));
  }

  open(type: string, config: CtyObject, provider: CtyObject): ChangeResult {
    const answer = (): ChangeResult => {
      const opened = this.simulation.open?.({ type, values: config, prior: null, provider });
      if (!opened) throw new SimulatedError(`${type} is not simulated.`);
      return { state: { ...config, ...opened } };
    };
    return this.record.run({ action: "open", type, values: config, config }, answer, () => ({ state: null }));
  }

  private complete({ type, members, prior, provider }: ChangeRequest, planned: CtyObject): CtyObject {
    return completeObject(
      members,
      planned,
      this.simulation.describe({ type, values: planned, prior, provider }),
    );
  }
}

function gone(): ChangeResult {
  return { state: null };
}
