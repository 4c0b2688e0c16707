/** What a person sees of the work, and is asked. */
export interface Tools {
  readonly say: (line: string) => void;
  /** Returns when somebody agrees. */
  readonly confirm: (question: string) => Promise<void>;
  /** Passes the time until AWS may have got further. */
  readonly pause: () => Promise<unknown>;
}
