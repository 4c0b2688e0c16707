/** A place in an installation that a port of this machine can lead to. */
export interface Target {
  /** Port there. */
  readonly port: number;
  /** Port of this machine, where none is chosen. */
  readonly localPort: number;
  /** Output with its host name. @default - the task itself */
  readonly hostOutput?: string;
}

export const TARGETS = {
  database: { port: 3306, localPort: 3306, hostOutput: "database_endpoint" },
  openemr: { port: 443, localPort: 8443 },
} as const satisfies Readonly<Record<string, Target>>;

export type TargetName = keyof typeof TARGETS;
