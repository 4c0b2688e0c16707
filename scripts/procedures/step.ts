/** How far a step is, as AWS shows it. */
export interface Seen {
  /** `failed`: AWS tried and gave up; the step may be begun anew. */
  readonly is: "to do" | "under way" | "done" | "failed";
  /** More that AWS shows, e.g. `2 of 3 tasks run`, or why it failed. */
  readonly note?: string;
}

/**
 * A step of a procedure. It remembers nothing: whether it is done is looked up in AWS each time, so that a procedure
 * which was stopped anywhere goes on when it is run again, on any machine.
 */
export interface Step {
  /** An instruction without a full stop, e.g. `Stop all tasks`. */
  readonly title: string;
  /** How long it takes as a rule, e.g. `2 min`. */
  readonly takes: string;
  /** Set where there is no way back from it: what cannot be undone, as a sentence. */
  readonly final?: string;
  /** Reads how far it is. It changes nothing, and works at any time, also before the steps in front of it are done. */
  look(): Promise<Seen>;
  /** Asks AWS for it, and returns as soon as AWS has taken the request. Called only after `look` said that it is not done. */
  begin(): Promise<void>;
}

/** Steps that are carried out in their order, each only after the one in front of it is done. */
export interface Procedure {
  /** The name of its command, e.g. `stop`. */
  readonly name: string;
  readonly environment: string;
  /** Tells whoever is asked to confirm it how people and data are affected. A paragraph. */
  readonly summary: string;
  readonly steps: readonly Step[];
  /**
   * The answer that goes on.
   * @default "yes"; the environment's name where data is at stake
   */
  readonly answer?: string;
  /** The command that goes on with it, where it takes more than the environment. */
  readonly again?: string;
  /** A sentence with the command that takes it back, told where a step fails. @default - none */
  readonly wayBack?: () => string | undefined;
  /** Lines that are told at the end: what is left over, what it costs, what to do next. */
  outcome(): Promise<readonly string[]>;
}
