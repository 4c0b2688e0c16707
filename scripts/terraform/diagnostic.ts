/** An error or a warning as Terraform gives it with `-json`. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  /** Address of the resource that it is about. */
  readonly address?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
  readonly snippet?: {
    readonly context?: string | null;
    readonly code?: string;
    /** The part of the code that it is about. */
    readonly highlight_start_offset?: number;
    readonly highlight_end_offset?: number;
    readonly values?: ReadonlyArray<{ readonly traversal: string; readonly statement: string }> | null;
  };
}
