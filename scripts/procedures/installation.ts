import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { BackupClient } from "@aws-sdk/client-backup";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { RDSClient } from "@aws-sdk/client-rds";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { UserError } from "../../src/user-error";
import { refuseOtherAccount } from "../openemr/account";
import { clientSettings } from "../system/client-settings";
import { instancesIn } from "../terraform/interrupted/state-file";
import type { StackOutputs } from "../terraform/stack-outputs";

/** Address of the parameter that tells of a procedure that is under way: `src/operations/procedure-lock.ts`. */
export const PROCEDURE_PARAMETER = "aws_ssm_parameter.operations_procedure";

/** Milliseconds that a function may take, and be silent for: more than any here is given. */
const FUNCTION_LIMIT = 5 * 60_000;

/** The services of AWS that procedures use, in the installation's region. */
export interface Clients {
  readonly autoscaling: ApplicationAutoScalingClient;
  readonly backup: BackupClient;
  readonly ecs: ECSClient;
  readonly lambda: LambdaClient;
  readonly loadBalancers: ElasticLoadBalancingV2Client;
  readonly logs: CloudWatchLogsClient;
  readonly rds: RDSClient;
  readonly s3: S3Client;
  readonly secrets: SecretsManagerClient;
  readonly ssm: SSMClient;
}

/** An installation as its stack's outputs name its parts, with the clients to reach them. */
export interface Installation {
  readonly environment: string;
  readonly url: string;
  readonly cluster: string;
  readonly service: string;
  readonly databaseArn: string;
  readonly fileSystemArn: string;
  readonly vaultName: string;
  /** Vault elsewhere that backups are copied to. @default - no copies are made */
  readonly copyVaultArn?: string;
  readonly backupRoleArn: string;
  readonly restoreRoleArn: string;
  readonly databaseSecretArn: string;
  /** Secret with the user by which OpenEMR uses its database. */
  readonly databaseUserSecretArn: string;
  /** Secret with OpenEMR's first administrator. */
  readonly administratorSecretArn: string;
  /** Function that makes SMTP credentials. @default - none: OpenEMR sends no mail */
  readonly smtpFunction?: string;
  /** The log group of OpenEMR's tasks, and of the maintenance task. */
  readonly logGroup: string;
  /** Task definition of the maintenance task. */
  readonly maintenanceTask: string;
  /** Parameter that keeps deploys away while it says so. */
  readonly procedureParameter: string;
  /** Bucket in which a backup is carried that moves in. @default - none: enable_import is false */
  readonly importBucket?: string;
  /** Rule of the load balancer that shows a page while OpenEMR is stopped. */
  readonly maintenancePageRule: string;
  readonly clients: Clients;
}

/** The part of an installation that tells who changes it. */
export interface Lockable extends Pick<Installation, "environment" | "procedureParameter"> {
  readonly clients: Pick<Clients, "ssm">;
}

/** Such a part, and where it is. */
export interface Located extends Lockable {
  /** ARN of something in its account and region. */
  readonly arn: string;
}

/** @throws UserError where an output is missing, as an older version of this project leaves it */
export function findLockable(outputs: StackOutputs): Located {
  return located(
    outputs.environment,
    outputs.text("procedure_parameter"),
    outputs.text("database_cluster_arn"),
  );
}

/**
 * Finds it where there are no outputs: a destroy takes them away before anything else.
 *
 * @param state text of the state
 * @returns undefined where nothing of it was made yet, or all is gone
 */
export function lockableIn(state: string, environment: string): Located | undefined {
  const { name, arn } =
    instancesIn(state).find(({ address }) => address === PROCEDURE_PARAMETER)?.attributes ?? {};
  return name ? located(environment, String(name), String(arn)) : undefined;
}

function located(environment: string, procedureParameter: string, arn: string): Located {
  const ssm = new SSMClient(clientSettings(regionOf(arn, environment)));
  return { environment, procedureParameter, arn, clients: { ssm } };
}

/** @throws UserError where an output is missing */
export function findInstallation(outputs: StackOutputs): Installation {
  const databaseArn = outputs.text("database_cluster_arn");
  return {
    environment: outputs.environment,
    url: outputs.text("url"),
    cluster: outputs.text("ecs_cluster_name"),
    service: outputs.text("ecs_service_name"),
    databaseArn,
    fileSystemArn: outputs.text("file_system_arn"),
    vaultName: outputs.text("backup_vault_name"),
    // An output that is null is in no state.
    ...(outputs.values.backup_copy_vault_arn ? { copyVaultArn: outputs.text("backup_copy_vault_arn") } : {}),
    backupRoleArn: outputs.text("backup_role_arn"),
    restoreRoleArn: outputs.text("restore_role_arn"),
    databaseSecretArn: outputs.text("database_secret_arn"),
    databaseUserSecretArn: outputs.text("database_user_secret_arn"),
    administratorSecretArn: outputs.text("administrator_secret_arn"),
    ...(outputs.values.smtp_credentials_function
      ? { smtpFunction: outputs.text("smtp_credentials_function") }
      : {}),
    logGroup: (outputs.value("log_group_names") as { readonly application: string }).application,
    maintenanceTask: outputs.text("maintenance_task_definition"),
    procedureParameter: outputs.text("procedure_parameter"),
    ...(outputs.values.import_bucket ? { importBucket: outputs.text("import_bucket") } : {}),
    maintenancePageRule: outputs.text("maintenance_page_rule_arn"),
    clients: makeClients(regionOf(databaseArn, outputs.environment)),
  };
}

/** @throws UserError where an output is missing, or the credentials are of another account */
export async function reachInstallation(outputs: StackOutputs): Promise<Installation> {
  const installation = findInstallation(outputs);
  const { environment, databaseArn: arn } = installation;
  await refuseOtherAccount({ environment, arn });
  return installation;
}

/** @param arn that of the database, or of another part: arn:aws:rds:<region>:<account>:cluster:<name> */
function regionOf(arn: string, environment: string): string {
  const region = arn.split(":")[3];
  if (region) return region;
  throw new UserError(
    `The output "database_cluster_arn" of the environment "${environment}" is "${arn}", which is no ARN with a region. ` +
      `Deploy it again: npm run deploy -- ${environment}`,
  );
}

/** Clients of the services that procedures use. */
export function makeClients(region: string): Clients {
  const settings = clientSettings(region);
  return {
    autoscaling: new ApplicationAutoScalingClient(settings),
    backup: new BackupClient(settings),
    ecs: new ECSClient(settings),
    lambda: new LambdaClient(clientSettings(region, FUNCTION_LIMIT)),
    loadBalancers: new ElasticLoadBalancingV2Client(settings),
    logs: new CloudWatchLogsClient(settings),
    rds: new RDSClient(settings),
    s3: new S3Client(settings),
    secrets: new SecretsManagerClient(settings),
    ssm: new SSMClient(settings),
  };
}
