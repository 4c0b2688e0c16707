import { type Clients, type Lockable, makeClients } from "../installation";

/** An installation as its environment's file names it, whether or not anything of it is left. */
export interface Removable extends Lockable {
  /** First part of the names of its things. */
  readonly prefix: string;
  readonly region: string;
  /** Its backups are in this vault, which outlives it. */
  readonly vaultName: string;
  readonly clients: Pick<Clients, "backup" | "logs" | "ssm">;
}

export interface RemovableProps {
  readonly environment: string;
  readonly prefix: string;
  readonly region: string;
}

export function removable({ environment, prefix, region }: RemovableProps): Removable {
  return {
    environment,
    prefix,
    region,
    vaultName: `${prefix}-backup`,
    procedureParameter: `/${prefix}/procedure`,
    clients: makeClients(region),
  };
}
