import type { FilterLogEventsRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { RotateSecretRequest, UpdateSecretVersionStageRequest } from "@aws-sdk/client-secrets-manager";
import { AwsFault } from "./fault";
import type { ServicePart } from "./service-part";
import type { Part, Service } from "./world";

/**
 * A secret with rotation, and the function that makes SMTP credentials. Compared with botocore 1.43.11, models
 * secretsmanager-2017-10-17 and lambda-2015-03-31, on 2026-11-30, and with AWS's guide: a rotation that is asked for while
 * another one is pending is refused, and one that is asked for twice by one token is the same.
 */
export class RotationsPart implements Part {
  enabled = true;
  /** The rotation's steps fail, so it stays pending. */
  stuck = false;
  readonly stages = new Map<string, string[]>([["first", ["AWSCURRENT"]]]);
  /** When versions were made. */
  readonly created = new Map<string, Date>();
  /** Rotations that were completed. */
  rotations = 0;
  /** The error with which the function of SMTP credentials fails. */
  smtpError?: string;
  smtpCredentials = 0;
  private left = 0;

  /** The function works again, after Secrets Manager stopped repeating what is pending. */
  giveUp(): void {
    this.stuck = false;
    this.left = 0;
  }

  constructor(private readonly service?: ServicePart) {}

  tick(): void {
    if (this.stuck || this.left === 0 || --this.left > 0) return;
    const version = this.pending();
    if (version === undefined) return;
    for (const [id, stages] of this.stages) {
      if (stages.includes("AWSCURRENT")) this.stages.set(id, ["AWSPREVIOUS"]);
    }
    this.stages.set(version, ["AWSCURRENT"]);
    this.rotations++;
  }

  readonly operations: Service = {
    DescribeSecret: () => ({
      RotationEnabled: this.enabled,
      RotationLambdaARN: "arn:aws:lambda:eu-west-1:111122223333:function:openemr-trial-rotate-database-user",
      LastRotatedDate: new Date(),
      VersionIdsToStages: Object.fromEntries(this.stages),
    }),
    // Without IncludeDeprecated it lists versions that have a stage.
    ListSecretVersionIds: () => ({
      Versions: [...this.stages].map(([VersionId, VersionStages]) => ({
        VersionId,
        VersionStages,
        CreatedDate: this.created.get(VersionId) ?? new Date(0),
      })),
    }),
    RotateSecret: ({ ClientRequestToken: token }: RotateSecretRequest) => {
      if (this.stages.has(token!)) return {};
      if (this.pending() !== undefined) {
        throw new AwsFault("InvalidRequestException", "A previous rotation isn't complete.");
      }
      this.stages.set(token!, ["AWSPENDING"]);
      this.created.set(token!, new Date(Date.now()));
      this.left = 12;
      return {};
    },
    UpdateSecretVersionStage: ({
      RemoveFromVersionId: id,
      VersionStage,
    }: UpdateSecretVersionStageRequest) => {
      if (!this.stages.get(id!)?.includes(VersionStage!)) {
        throw new AwsFault("InvalidParameterException", `${VersionStage} is not attached to ${id}.`);
      }
      this.stages.delete(id!);
      return {};
    },
    // A page can be empty although another one follows: FilterLogEvents in CloudWatch Logs' API reference.
    FilterLogEvents: ({ nextToken }: FilterLogEventsRequest) => {
      if (nextToken === undefined) return { events: [], nextToken: "2" };
      return {
        events: this.stuck
          ? [{ message: '{"errorType":"Error","errorMessage":"The database is away."}' }]
          : [],
      };
    },
    Invoke: () => {
      if (this.smtpError) {
        const answer = { errorMessage: this.smtpError };
        return { FunctionError: "Unhandled", Payload: Buffer.from(JSON.stringify(answer)) };
      }
      this.smtpCredentials++;
      if (this.service) this.service.replacing = 8;
      return { Payload: Buffer.from(JSON.stringify({ outcome: "The secret holds new credentials." })) };
    },
  };

  private pending(): string | undefined {
    return [...this.stages].find(([, stages]) => stages.includes("AWSPENDING"))?.[0];
  }
}
