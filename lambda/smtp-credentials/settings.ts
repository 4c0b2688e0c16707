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

/** @throws Error when a variable is missing */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const given = (name: string): string => {
    const value = environment[name];
    if (!value) throw new Error(`The environment variable ${name} is not set. Deploy the function again.`);
    return value;
  };
  return {
    region: given("AWS_REGION"),
    userName: given("USER_NAME"),
    secretArn: given("SECRET_ARN"),
    clusterName: given("CLUSTER_NAME"),
    serviceName: given("SERVICE_NAME"),
    longestRunSeconds: Number(given("LONGEST_RUN_SECONDS")),
  };
}
