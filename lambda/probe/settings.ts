import { settingsFrom } from "../lib/settings";

export interface Settings {
  /** Where people open OpenEMR. */
  readonly address: string;
  /** Namespace of the installation's metrics. */
  readonly namespace: string;
}

/** @throws SettingsError that names what is missing */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  return settingsFrom({ address: "ADDRESS", namespace: "NAMESPACE" }, environment);
}
