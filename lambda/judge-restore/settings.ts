import { settingsFrom } from "../lib/settings";

/** The installation, as far as the function needs to know it. */
export interface Settings {
  /** ARN of the database in use. */
  readonly databaseArn: string;
  /** ARN of the key of the data. */
  readonly keyArn: string;
}

/** @throws SettingsError that names what is missing */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  return settingsFrom({ databaseArn: "DATABASE_ARN", keyArn: "KEY_ARN" }, environment);
}
