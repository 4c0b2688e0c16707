import { UserError } from "../../../src/user-error";
import type { StackOutputs } from "../../terraform/stack-outputs";
import type { ServicePlace } from "./service";

/** Names of an installation's parts, as its outputs have them. */
export interface InstallationNames extends ServicePlace {
  readonly region: string;
  readonly url: string;
  readonly databaseArn: string;
  readonly fileSystemArn: string;
}

/** Name of OpenEMR's container in a task. */
const CONTAINER = "openemr";

/** The beginning of the names of an installation's parts, e.g. `openemr-production`. */
export function namesPrefix(outputs: StackOutputs): string {
  // The parameter is /<prefix>/procedure.
  return outputs.text("procedure_parameter").split("/")[1]!;
}

export function readNames(outputs: StackOutputs): InstallationNames {
  const databaseArn = outputs.text("database_cluster_arn");
  // arn:aws:rds:<region>:<account>:cluster:<name>
  const region = databaseArn.split(":")[3];
  if (!region) {
    throw new UserError(
      `The output "database_cluster_arn" of the environment "${outputs.environment}" is "${databaseArn}", which is no ARN with a region. ` +
        `Deploy it again: npm run deploy -- ${outputs.environment}`,
    );
  }
  return {
    environment: outputs.environment,
    region,
    url: outputs.text("url"),
    cluster: outputs.text("ecs_cluster_name"),
    service: outputs.text("ecs_service_name"),
    container: CONTAINER,
    databaseArn,
    fileSystemArn: outputs.text("file_system_arn"),
  };
}
