import { settingsFrom } from "../lib/aws-failure";

/** What the function needs to know of the installation. */
export interface Settings {
  /** Secret with the name and the password of the database's master user. */
  readonly masterSecret: string;
  /** Host name and port of the database's writer. */
  readonly host: string;
  readonly port: number;
  /** Path of a file with the certificate authorities that may vouch for the database, in PEM. */
  readonly authorities: string;
  /** Folder with OpenEMR's sites. */
  readonly sites: string;
}

/** @throws an Error that names what is missing */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const given = settingsFrom(
    ["MASTER_SECRET_ARN", "DATABASE_HOST", "DATABASE_PORT", "DATABASE_CA", "SITES_DIRECTORY"],
    environment,
  );
  return {
    masterSecret: given.MASTER_SECRET_ARN,
    host: given.DATABASE_HOST,
    port: Number(given.DATABASE_PORT),
    authorities: given.DATABASE_CA,
    sites: given.SITES_DIRECTORY,
  };
}
