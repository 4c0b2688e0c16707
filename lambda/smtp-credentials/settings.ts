import { settingsFrom, wholeNumber } from "../lib/settings";

/** The installation, as far as the function needs to know it. */
export interface Settings {
  /** SMTP passwords are made for one region. */
  readonly region: string;
  /** Name of the IAM user whose access keys are the credentials. */
  readonly userName: string;
  /** Secret that tasks read the credentials from. */
  readonly secretArn: string;
  readonly clusterName: string;
  readonly serviceName: string;
  /** Seconds after which Lambda ends a run, so that what is older belongs to none that goes on. */
  readonly longestRunSeconds: number;
}

/** @throws SettingsError that names what is missing or no number */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const { longestRunSeconds, ...others } = settingsFrom(
    {
      region: "AWS_REGION",
      userName: "USER_NAME",
      secretArn: "SECRET_ARN",
      clusterName: "CLUSTER_NAME",
      serviceName: "SERVICE_NAME",
      longestRunSeconds: "LONGEST_RUN_SECONDS",
    },
    environment,
  );
  return { ...others, longestRunSeconds: wholeNumber("LONGEST_RUN_SECONDS", longestRunSeconds) };
}
