/** Ways to tell a person about the work, and to ask. */
export interface Tools {
  readonly say: (line: string) => void;
  /** Returns when somebody agrees. */
  readonly confirm: (question: string) => Promise<void>;
  /** Passes the time until AWS may have got further. */
  readonly pause: () => Promise<unknown>;
}
