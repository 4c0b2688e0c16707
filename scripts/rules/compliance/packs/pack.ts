/** Rules that somebody has published together. */
export interface Pack {
  /** As it is given on the command line. */
  readonly id: string;
  readonly name: string;
  readonly rules: readonly PackRule[];
}

export interface PackRule {
  /** The name in this pack, e.g. `HIPAA.Security-RDSStorageEncrypted` or `RDS.27`. */
  readonly name: string;
  /** Name of what it checks, as cdk-nag has it. @default - the rule is found by its control */
  readonly nag?: string;
}
