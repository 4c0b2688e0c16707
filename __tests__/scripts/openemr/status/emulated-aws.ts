import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { answersIdentity } from "../../../support/caller-identity";
import { LocalServer } from "../../../support/local-server";
import { type Account, REGION } from "./account";
import { AwsError, missing } from "./aws-error";
import { ecsOperations } from "./emulated-ecs";
import { describeLogGroups, filterLogEvents } from "./emulated-logs";

/**
 * ECS, CloudWatch Logs, RDS, AWS Backup and STS for one account, over HTTP in each service's own protocol. It refuses what
 * their models say that they refuse: botocore 1.43.11, models ecs-2014-11-13, logs-2014-03-28, rds-2014-10-31 and
 * backup-2018-11-15, read on 2026-11-29. Texts of errors are those that AWS's user guides and reports show.
 */
export class EmulatedAws extends LocalServer {
  /** Actions that nobody may take, such as `logs:FilterLogEvents`. */
  readonly denied = new Set<string>();
  /** Actions that were asked for, in their order. */
  readonly actions: string[] = [];
  /** That many answers are an error of AWS's own. */
  unavailable = 0;

  private constructor(readonly account: Account) {
    super();
  }

  static async start(account: Account): Promise<EmulatedAws> {
    const aws = new EmulatedAws(account);
    await aws.start();
    return aws;
  }

  protected override async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(message);
    if (isOtherService(message)) {
      refuseOther(message, response);
      return;
    }
    const target = message.headers["x-amz-target"] as string | undefined;
    const isQuery = target === undefined && message.method === "POST";
    const action = target
      ? jsonAction(target)
      : isQuery
        ? queryAction(body, message.headers.authorization)
        : "backup:ListRecoveryPointsByResource";
    this.actions.push(action);
    try {
      if (this.unavailable-- > 0) throw new AwsError("ServiceUnavailableException", "try again", 503);
      this.unavailable = 0;
      if (!message.headers.authorization?.includes(`/${REGION}/`)) {
        throw new AwsError("SignatureDoesNotMatch", "another region, or no signature", 403);
      }
      const isUnknown = isQuery && !["rds:DescribeDBClusters", "sts:GetCallerIdentity"].includes(action);
      if (this.denied.has(action) || isUnknown) throw denied(action, isQuery);
      if (answersIdentity(body, "123456789012", response)) return;
      if (isQuery) {
        const answer = describeClusters(this.account, body);
        response.writeHead(200, { "content-type": "text/xml" }).end(answer);
        return;
      }
      const answer = target
        ? this.json(action, JSON.parse(body) as never)
        : recoveryPoints(this.account, new URL(message.url!, this.url));
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(answer));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      refuse(response, error, isQuery);
    }
  }

  private json(action: string, request: never): unknown {
    if (action === "logs:DescribeLogGroups") return describeLogGroups(this.account, request);
    if (action === "logs:FilterLogEvents") return filterLogEvents(this.account, request);
    const operation = ecsOperations[action.slice("ecs:".length)];
    if (!operation) throw new Error(`${action} is not emulated.`);
    return operation(this.account, request);
  }
}

/** Services of which this account has nothing: the status is without their signs then. */
function isOtherService({ headers, url = "" }: IncomingMessage): boolean {
  const target = headers["x-amz-target"] as string | undefined;
  return (target && !SERVICES.has(target.split(".")[0]!)) || /^\/(service\/|v2\/|restore-jobs)/.test(url);
}

function refuseOther({ headers }: IncomingMessage, response: ServerResponse): void {
  const name = "AccessDeniedException";
  if (headers["smithy-protocol"] !== "rpc-v2-cbor") {
    response
      .writeHead(400, { "x-amzn-errortype": name })
      .end(JSON.stringify({ __type: name, message: "denied" }));
    return;
  }
  // CBOR: a map of one, with texts below 24 characters.
  const words = ["__type", name].map((word) =>
    Buffer.concat([Buffer.from([0x60 + word.length]), Buffer.from(word)]),
  );
  response.writeHead(400, { "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" });
  response.end(Buffer.concat([Buffer.from([0xa1]), ...words]));
}

function refuse(response: ServerResponse, { name, message, status }: AwsError, isQuery: boolean): void {
  const said = isQuery
    ? `<ErrorResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><Error><Type>Sender</Type><Code>${name}</Code><Message>${message}</Message></Error></ErrorResponse>`
    : JSON.stringify({ __type: name, message });
  response.writeHead(status, { "x-amzn-errortype": name }).end(said);
}

const SERVICES = new Map([
  ["AmazonEC2ContainerServiceV20141113", "ecs"],
  ["Logs_20140328", "logs"],
]);

function jsonAction(target: string): string {
  const [service, operation] = target.split(".") as [string, string];
  return `${SERVICES.get(service)}:${operation}`;
}

/** The action of a call in AWS's Query protocol; the signature names its service. */
function queryAction(body: string, authorization = ""): string {
  const [, service = "rds"] = /\/([a-z0-9-]+)\/aws4_request/.exec(authorization) ?? [];
  return `${service}:${new URLSearchParams(body).get("Action")}`;
}

function denied(action: string, isQuery: boolean): AwsError {
  return new AwsError(
    isQuery ? "AccessDenied" : "AccessDeniedException",
    `User: arn:aws:iam::123456789012:user/clinic is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
    isQuery ? 403 : 400,
  );
}

function describeClusters({ database }: Account, body: string): string {
  const wanted = new URLSearchParams(body).get("DBClusterIdentifier");
  if (wanted !== database.arn) {
    throw new AwsError("DBClusterNotFoundFault", `DBCluster ${wanted} not found.`, 404);
  }
  const members = "<DBClusterMember><DBInstanceIdentifier>i</DBInstanceIdentifier></DBClusterMember>".repeat(
    database.instances,
  );
  return `<DescribeDBClustersResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBClustersResult><DBClusters><DBCluster>
    <Status>${database.status}</Status><EngineVersion>8.0.mysql_aurora.3.08.2</EngineVersion>
    <LatestRestorableTime>${database.restorableUntil.toISOString()}</LatestRestorableTime>
    <ServerlessV2ScalingConfiguration><MinCapacity>0.5</MinCapacity><MaxCapacity>16</MaxCapacity></ServerlessV2ScalingConfiguration>
    <DBClusterMembers>${members}</DBClusterMembers></DBCluster></DBClusters></DescribeDBClustersResult></DescribeDBClustersResponse>`;
}

function recoveryPoints({ recoveryPoints }: Account, url: URL): unknown {
  const [, arn] = /^\/resources\/([^/]+)\/recovery-points\/?$/.exec(url.pathname) ?? [];
  if (!arn) throw missing("InvalidParameterValueException", url.pathname);
  const all = recoveryPoints.get(decodeURIComponent(arn)) ?? [];
  const start = Number(url.searchParams.get("nextToken") ?? 0);
  const RecoveryPoints = all.slice(start, start + 2).map(({ at, status }) => ({
    CreationDate: at.getTime() / 1000,
    Status: status,
    BackupVaultName: "vault",
  }));
  return { RecoveryPoints, ...(start + 2 < all.length && { NextToken: String(start + 2) }) };
}
