import path from "node:path";
import { findEnvironment } from "../../../src/environments";
import { UserError } from "../../../src/user-error";
import { outputsInAccount } from "../../openemr/account";
import type { Service } from "../../openemr/exec/exec-task";
import type { StackOutputs } from "../../terraform/stack-outputs";
import type { Arguments } from "./arguments";
import { TARGETS, type Target } from "./targets";

/** The service whose tasks lead to a host, and what is to be known of that host. */
export interface Place extends Omit<Service, "region"> {
  /** @default - that of the AWS configuration */
  readonly region: string | undefined;
  /** @default - the task itself */
  readonly host: string | undefined;
  /** ARN of the secret of the database's master user, where the outputs have it. */
  readonly secret?: string;
}

/** Takes what was given, and the rest from the outputs of the environment. */
export async function findPlace(project: string, given: Arguments): Promise<Place> {
  const { environment, cluster, service, host } = given;
  const { hostOutput }: Target = TARGETS[given.target];
  // A task itself has no host name, and without outputs nothing tells the region.
  const hasAll = cluster && service && (hostOutput ? host : given.region);
  if (environment === undefined || hasAll) {
    return { environment, cluster: cluster!, service: service!, host, region: given.region };
  }
  const outputs = await readOutputs(project, environment, hostOutput ? ", --host" : "");
  return {
    environment,
    cluster: cluster ?? outputs.text("ecs_cluster_name"),
    service: service ?? outputs.text("ecs_service_name"),
    host: host ?? (hostOutput && outputs.text(hostOutput)),
    // arn:aws:rds:<region>:<account>:cluster:<name>
    region: given.region ?? outputs.text("database_cluster_arn").split(":")[3],
    secret: outputs.text("database_secret_arn"),
  };
}

async function readOutputs(project: string, environment: string, host: string): Promise<StackOutputs> {
  findEnvironment(path.join(project, "environments"), environment);
  try {
    return await outputsInAccount(project, environment);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `${error.message}\n\nWhere the outputs cannot be read, --cluster, --service${host} and --region do instead.`,
    );
  }
}
