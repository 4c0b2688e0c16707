import type { CtyObject } from "./cty/types";
import { completeObject } from "./lifecycle/complete";
import { type Failure, type FailureInjector, type Operation, OperationCounter } from "./lifecycle/failures";
import { planObject } from "./lifecycle/plan";
import { replacedBecauseOf } from "./lifecycle/replace";
import type { Members } from "./schema/model";
import { SimulatedError, type Simulation, type Subject } from "./simulation";

/** A change that Terraform asked for, and what became of it. */
export interface Call extends Operation {
  readonly outcome: "done" | "failed" | "done, but reported as failed";
}

/** What Terraform asks of a resource. */
export interface ChangeRequest {
  readonly type: string;
  readonly members: Members;
  readonly prior: CtyObject | null;
  readonly planned: CtyObject | null;
  readonly config: CtyObject | null;
  readonly provider: CtyObject;
}

/** What a change would make of a resource. */
export interface PlannedChange {
  readonly state: CtyObject | null;
  /** Arguments that cannot be changed in place. */
  readonly replacedBecauseOf: readonly string[];
}

/** What is there after a change, and why it failed if it did. */
export interface ChangeResult {
  readonly state: CtyObject | null;
  readonly error?: string;
}

/** Carries out what Terraform asks, on plain values: the part of a provider that is above the protocol. */
export class OfflineProvider {
  constructor(
    private readonly simulation: Simulation,
    private readonly record: OperationRecord,
    /** Whether it replaces what it knows that the real provider cannot change. */
    private readonly replaces = false,
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
    const replacing = (this.replaces && this.simulation.replacing?.(type)) || [];
    return { state, replacedBecauseOf: prior ? replacedBecauseOf(replacing, prior, state) : [] };
  }

  apply(request: ChangeRequest): ChangeResult {
    const { type, prior, planned, config } = request;
    const action = planned === null ? "delete" : prior === null ? "create" : "update";
    const carryOut = (): ChangeResult => {
      const values = planned && this.complete(request, planned);
      this.simulation.changed?.({ action, type, prior, values, config });
      return { state: values };
    };
    const values = planned ?? prior ?? {};
    return this.record.run({ action, type, values, config }, carryOut, () => ({ state: prior }));
  }

  refresh(type: string, state: CtyObject): ChangeResult {
    this.simulation.exists?.(type, state);
    const found = () => ({ state });
    return this.record.run({ action: "read", type, values: state, config: null }, found, found);
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

/** What was asked of all providers, in order, and which of it is to fail. */
export class OperationRecord {
  readonly calls: Call[] = [];
  private readonly counter = new OperationCounter();

  constructor(public failures: FailureInjector = () => undefined) {}

  run(
    details: Pick<Operation, "action" | "type" | "values" | "config">,
    carryOut: () => ChangeResult,
    leave: () => ChangeResult,
  ): ChangeResult {
    const operation = this.counter.count(details);
    const failure: Failure | undefined = this.failures(operation);
    if (failure && !failure.afterwards) {
      return this.note(operation, "failed", { ...leave(), error: failure.message });
    }
    try {
      const result = carryOut();
      return failure
        ? this.note(operation, "done, but reported as failed", { ...result, error: failure.message })
        : this.note(operation, "done", result);
    } catch (error) {
      if (!(error instanceof SimulatedError)) throw error;
      return this.note(operation, "failed", { ...leave(), error: error.message });
    }
  }

  private note(operation: Operation, outcome: Call["outcome"], result: ChangeResult): ChangeResult {
    this.calls.push({ ...operation, values: result.state ?? operation.values, outcome });
    return result;
  }
}
