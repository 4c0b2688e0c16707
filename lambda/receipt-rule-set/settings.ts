import { settingsFrom } from "../lib/settings";

/** The function's surroundings, as far as it needs to know them. */
export interface Settings {
  readonly region: string;
}

/** @throws SettingsError that names what is missing */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  return settingsFrom({ region: "AWS_REGION" }, environment);
}
