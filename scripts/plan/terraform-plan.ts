/** The parts of Terraform's plan JSON (`terraform show -json <plan>`) that this project reads. */
export interface PlanJson {
  readonly format_version: string;
  readonly terraform_version?: string;
  /** Terraform stopped at an error: what it had not come to is missing. */
  readonly errored?: boolean;
  /** False where it is of a part of the stack, as with -target. @default - an older Terraform does not tell */
  readonly complete?: boolean;
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly planned_values?: { readonly outputs?: Readonly<Record<string, PlannedOutput>> };
  readonly resource_changes?: readonly ResourceChange[];
  /** Everything in the state, and what data sources found. */
  readonly prior_state?: {
    readonly values?: { readonly root_module?: { readonly resources?: readonly StateResource[] } };
  };
  readonly checks?: readonly CheckResult[];
  readonly configuration?: {
    readonly root_module?: {
      readonly resources?: readonly ConfiguredResource[];
      readonly variables?: Readonly<Record<string, { readonly sensitive?: boolean }>>;
    };
  };
}

/** `value` is missing while it is unknown. */
export interface PlannedOutput {
  readonly sensitive: boolean;
  readonly value?: unknown;
}

export type Action = "no-op" | "create" | "read" | "update" | "delete" | "forget";

export interface ResourceChange {
  readonly address: string;
  /** Where it was before, if it moved. */
  readonly previous_address?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index?: number | string;
  readonly change: {
    /** A replacement has two: delete and create, in the order in which they happen. */
    readonly actions: readonly Action[];
    readonly before: unknown;
    readonly after: unknown;
    /** In the shape of the values, with `true` where one is unknown or sensitive. */
    readonly after_unknown?: unknown;
    readonly before_sensitive?: unknown;
    readonly after_sensitive?: unknown;
    /** Paths of the attributes that force a replacement. */
    readonly replace_paths?: ReadonlyArray<ReadonlyArray<string | number>>;
    /** It exists already, and Terraform takes it over. @default - it does not */
    readonly importing?: { readonly id?: string };
  };
}

export interface StateResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface ConfiguredResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** By argument; a nested block is a list of the same. */
  readonly expressions?: Readonly<Record<string, unknown>>;
  /** Commands that Terraform runs beside it. A plan does not tell whether they run when it is made or destroyed. */
  readonly provisioners?: ReadonlyArray<{
    readonly type: string;
    readonly expressions?: { readonly command?: { readonly constant_value?: unknown } };
  }>;
}

export interface CheckResult {
  readonly address: { readonly kind: string; readonly name?: string; readonly to_display: string };
  readonly status: "pass" | "fail" | "error" | "unknown";
  readonly instances?: ReadonlyArray<{
    readonly status: string;
    readonly problems?: ReadonlyArray<{ readonly message: string }>;
  }>;
}
