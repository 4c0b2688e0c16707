import { settingsFrom } from "../lib/settings";

/** The installation, as far as the function needs to know it. */
export interface Settings {
  readonly clusterArn: string;
  /** First part of the exports' identifiers. */
  readonly exportPrefix: string;
  readonly bucket: string;
  /** Folder of the bucket below which each export gets its own. */
  readonly folder: string;
  /** Role as which RDS writes. */
  readonly roleArn: string;
  readonly keyArn: string;
  /** Databases and tables that are exported unless a request says so, a JSON list. */
  readonly exportOnly: string;
}

/** @throws SettingsError that names what is missing */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  return settingsFrom(
    {
      clusterArn: "CLUSTER_ARN",
      exportPrefix: "EXPORT_PREFIX",
      bucket: "BUCKET",
      folder: "FOLDER",
      roleArn: "ROLE_ARN",
      keyArn: "KEY_ARN",
      exportOnly: "EXPORT_ONLY",
    },
    environment,
  );
}
