import { randomUUID } from "node:crypto";
import { paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeSecretCommand,
  type DescribeSecretResponse,
  paginateListSecretVersionIds,
  RotateSecretCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import { refuseDuringExchange } from "../restore/record";
import type { Procedure, Step } from "../step";

/** After this long Secrets Manager has given up repeating the steps. In milliseconds. */
const LIMIT = 60 * 60_000;

/**
 * Starts the rotation of OpenEMR's user that Secrets Manager also starts on schedule, and follows it. One that is under
 * way already is followed, and no other begins.
 *
 * @throws UserError where there is no rotation
 */
export async function rotateDatabase(installation: Installation): Promise<Procedure> {
  await refuseDuringExchange(installation);
  const { environment } = installation;
  const { RotationEnabled } = await describe(installation);
  if (!RotationEnabled) {
    throw new UserError(
      `There is no function that rotates the database's password: database_password_rotation_days is 0, or there are no NAT gateways. ` +
        `Set database_password_rotation_days to 1 or more and enable_nat_gateways to true in environments/${environment}.tfvars, ` +
        `then: npm run deploy -- ${environment}`,
    );
  }
  return {
    name: "rotate",
    environment,
    again: `npm run rotate -- ${environment} database`,
    summary:
      "Gives OpenEMR the other one of its two users of the database, with a new password that nobody sees. " +
      "People go on working. The former user keeps its password until the next rotation: after a break-in, rotate twice.",
    steps: [rotation(installation)],
    outcome: async () => {
      const { LastRotatedDate } = await describe(installation);
      return [`OpenEMR has used the new password since ${LastRotatedDate?.toISOString() ?? "a moment ago"}.`];
    },
  };
}

function rotation(installation: Installation): Step {
  const { secrets } = installation.clients;
  const SecretId = installation.databaseUserSecretArn;
  let version: string | undefined;
  let begun: number | undefined;
  return {
    title: "Rotate the password of OpenEMR's user of the database",
    takes: "5 min",
    look: async () => {
      const secret = await describe(installation);
      version ??= pending(secret);
      if (version === undefined) return { is: "to do" };
      if (stagesOf(secret, version).includes("AWSCURRENT")) return { is: "done" };
      if (stagesOf(secret, version).length === 0) return { is: "to do" };
      // Another run or the schedule began it: its version tells when.
      begun ??= (await createdAt(installation, version)) ?? Date.now();
      const problem = await lastError(installation, secret, begun);
      if (Date.now() - begun > LIMIT) return { is: "failed", note: problem ?? "It takes too long." };
      return { is: "under way", ...(problem && { note: `repeated after: ${problem}` }) };
    },
    begin: async () => {
      const left = pending(await describe(installation));
      if (left !== undefined) {
        // Secrets Manager begins no rotation while another one is not complete. The function goes by the file.
        await secrets.send(
          new UpdateSecretVersionStageCommand({
            SecretId,
            VersionStage: "AWSPENDING",
            RemoveFromVersionId: left,
          }),
        );
      }
      version = randomUUID();
      begun = Date.now();
      await secrets.send(new RotateSecretCommand({ SecretId, ClientRequestToken: version }));
    },
  };
}

function describe({ clients, databaseUserSecretArn }: Installation): Promise<DescribeSecretResponse> {
  return clients.secrets.send(new DescribeSecretCommand({ SecretId: databaseUserSecretArn }));
}

/** When a version that has a stage was made. */
async function createdAt(
  { clients, databaseUserSecretArn: SecretId }: Installation,
  version: string,
): Promise<number | undefined> {
  for await (const { Versions = [] } of paginateListSecretVersionIds(
    { client: clients.secrets },
    { SecretId },
  )) {
    const found = Versions.find(({ VersionId }) => VersionId === version);
    if (found) return found.CreatedDate?.getTime();
  }
  return undefined;
}

/** The version that a rotation makes now. */
function pending(secret: DescribeSecretResponse): string | undefined {
  return Object.keys(secret.VersionIdsToStages ?? {}).find((version) => {
    const stages = stagesOf(secret, version);
    return stages.includes("AWSPENDING") && !stages.includes("AWSCURRENT");
  });
}

function stagesOf({ VersionIdsToStages = {} }: DescribeSecretResponse, version: string): readonly string[] {
  return VersionIdsToStages[version] ?? [];
}

/** The function says why a step failed, and Secrets Manager does not. */
async function lastError(
  { clients }: Installation,
  { RotationLambdaARN = "" }: DescribeSecretResponse,
  startTime: number,
): Promise<string | undefined> {
  const logGroupName = `/aws/lambda/${RotationLambdaARN.split(":").at(-1)}`;
  let last: string | undefined;
  const query = { logGroupName, startTime, filterPattern: '"errorMessage"' };
  for await (const { events = [] } of paginateFilterLogEvents({ client: clients.logs }, query)) {
    last = events.at(-1)?.message ?? last;
  }
  return /"errorMessage":\s*"([^"]*)"/.exec(last ?? "")?.[1];
}
