/** How a command uses the state, for what an error advises. */
export interface StateUse {
  /** The command to repeat, as a person types it. */
  readonly command: string;
  /** Where the state can be worked on with plain Terraform, relative to the project. */
  readonly folder: string;
}
