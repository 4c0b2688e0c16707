import { type CtyObject, canonicalJson } from "../cty/types";

/** The kinds of operations; `open` is that of an ephemeral resource. */
export type Action = "create" | "update" | "delete" | "read" | "open";

/** One thing that Terraform asked the account to do. */
export interface Operation {
  readonly action: Action;
  /** Type of the resource, data source or ephemeral resource. */
  readonly type: string;
  /** The planned values of a creation or an update; of another operation, the values that exist. */
  readonly values: CtyObject;
  /** The configuration, write-only values included; null for a deletion. */
  readonly config: CtyObject | null;
  /** Which try this is of the same operation on the same resource, from 1. */
  readonly attempt: number;
  /** Which creation, update or deletion this is in this account, from 1; 0 for the others. */
  readonly ordinal: number;
}

/** How an operation fails. */
export interface Failure {
  /** The error as AWS would word it. */
  readonly message: string;
  /** The work was done nevertheless: a creation that timed out leaves a resource behind, which Terraform taints. */
  readonly afterwards?: boolean;
  /** The work was done, and Terraform never learns of it: a creation leaves a resource that no state knows. */
  readonly lost?: boolean;
  /**
   * The answer comes only when Terraform asks its providers to stop, as it does at Ctrl-C; or never, so that a second
   * Ctrl-C ends Terraform at once. @default - the answer comes at once
   */
  readonly answers?: "when stopped" | "never";
}

/** Decides whether an operation fails. */
export type FailureInjector = (operation: Operation) => Failure | undefined;

/** Counts operations, to tell a first try from a second one. */
export class OperationCounter {
  private readonly attempts = new Map<string, number>();
  private changes = 0;

  count(operation: Pick<Operation, "action" | "type" | "values" | "config">): Operation {
    const { action, type, values } = operation;
    // Terraform tells providers no addresses: a resource that does not exist yet is known by its planned values.
    const subject =
      action === "create" || action === "open" ? canonicalJson(values) : canonicalJson(values.id ?? null);
    const key = `${action} ${type} ${subject}`;
    const attempt = (this.attempts.get(key) ?? 0) + 1;
    this.attempts.set(key, attempt);
    const isChange = action !== "read" && action !== "open";
    return { ...operation, attempt, ordinal: isChange ? ++this.changes : 0 };
  }
}
