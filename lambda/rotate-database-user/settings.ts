import { settingsFrom, wholeNumber } from "../lib/settings";

/** The installation, as far as the function needs to know it. */
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

/** @throws SettingsError that names what is missing or no number */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const { port, ...others } = settingsFrom(
    {
      masterSecret: "MASTER_SECRET_ARN",
      host: "DATABASE_HOST",
      port: "DATABASE_PORT",
      authorities: "DATABASE_CA",
      sites: "SITES_DIRECTORY",
    },
    environment,
  );
  return { ...others, port: wholeNumber("DATABASE_PORT", port) };
}
