import { settingsFrom } from "../lib/settings";

/** The installation, as far as the function needs to know it. */
export interface Settings {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly taskFamily: string;
  /** Ids with commas between them. */
  readonly subnets: string;
  readonly securityGroup: string;
  /** Where the copy goes, an S3 URI. */
  readonly destination: string;
}

/** @throws SettingsError that names what is missing */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  return settingsFrom(
    {
      cluster: "CLUSTER",
      taskDefinition: "TASK_DEFINITION",
      taskFamily: "TASK_FAMILY",
      subnets: "SUBNETS",
      securityGroup: "SECURITY_GROUP",
      destination: "DESTINATION",
    },
    environment,
  );
}
