import type { CtyObject } from "./cty/types";
import { type Failure, type FailureInjector, type Operation, OperationCounter } from "./lifecycle/failures";
import { SimulatedError } from "./simulation";

/** An operation that Terraform asked for, with its outcome. */
export interface Call extends Operation {
  /** `done, but reported as failed` is what {@link Failure.afterwards} and {@link Failure.lost} make. */
  readonly outcome: "done" | "failed" | "done, but reported as failed";
}

/** The state after a change, and the error if it failed. */
export interface ChangeResult {
  readonly state: CtyObject | null;
  readonly error?: string;
  /** When Terraform gets it. @default - at once */
  readonly answers?: Failure["answers"];
}

/** Keeps all operations in order, and lets those fail that are to fail. */
export class OperationRecord {
  readonly calls: Call[] = [];
  private readonly counter = new OperationCounter();

  constructor(public failures: FailureInjector = () => undefined) {}

  /**
   * Carries out an operation, or fails as it is told to.
   *
   * @param leave what is there where it fails
   */
  run(
    details: Pick<Operation, "action" | "type" | "values" | "config">,
    carryOut: () => ChangeResult,
    leave: () => ChangeResult,
  ): ChangeResult {
    const operation = this.counter.count(details);
    const failure: Failure | undefined = this.failures(operation);
    const { message: error, answers } = failure ?? {};
    if (failure && !failure.afterwards && !failure.lost) {
      return this.note(operation, "failed", { ...leave(), error, answers });
    }
    try {
      const result = carryOut();
      if (!failure) return this.note(operation, "done", result);
      const reported = failure.lost ? leave() : result;
      return this.note(operation, "done, but reported as failed", { ...reported, error, answers });
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
