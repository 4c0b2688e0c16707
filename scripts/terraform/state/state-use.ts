/** How a command uses the state. */
export interface StateUse {
  /** The command to repeat, as a person types it. */
  readonly command: string;
  /** Folder of the project. */
  readonly project: string;
  /** Folder of the stack, relative to the project, where plain Terraform can work on the state. */
  readonly folder: string;
  /** @default true */
  readonly takesLock?: boolean;
}
