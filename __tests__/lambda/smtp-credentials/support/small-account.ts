import { AccessKeys } from "../../../../lambda/smtp-credentials/access-keys";
import { CredentialSecret } from "../../../../lambda/smtp-credentials/credential-secret";
import { OpenEmrService } from "../../../../lambda/smtp-credentials/openemr-service";
import { SmtpCredentials } from "../../../../lambda/smtp-credentials/smtp-credentials";

export const LONGEST_RUN_SECONDS = 120;

interface Key {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly CreateDate: Date;
  Status: "Active" | "Inactive";
}

interface Deployment {
  readonly id: string;
  readonly createdAt: Date;
  status: "PRIMARY" | "ACTIVE";
  rolloutState: "IN_PROGRESS" | "COMPLETED" | "FAILED";
}

/** A failure of a call: it is refused, or it is done and its answer is lost. */
export type Failure = "refused" | "answer lost";

/** As much of an account as the function sees: a user, a secret and a service. Time passes with each call. */
export class SmallAccount {
  keys: Key[] = [];
  secret: { readonly text: string; readonly CreatedDate: Date } | undefined;
  deployments: Deployment[] | undefined;
  /** User names with which the tasks that run send mail. */
  tasks: string[] = [];
  now = Date.parse("2026-01-01T00:00:00Z");
  readonly calls: string[] = [];
  /** Decides about a call, by its number from 0 and its name. */
  failures: (call: number, name: string) => Failure | undefined = () => undefined;
  /** Happens once, before the call of this number. */
  interruption: { readonly call: number; readonly by: () => Promise<unknown> } | undefined;
  private keysMade = 0;

  /** A run of the function. */
  run(): SmtpCredentials {
    const send = (command: object) => this.send(command);
    const client = { send } as never;
    const pause = async (milliseconds: number) => {
      this.now += milliseconds;
    };
    return new SmtpCredentials({
      keys: new AccessKeys(
        {
          iam: client,
          stsWith: ({ accessKeyId }) =>
            ({ send: (command: object) => this.send(command, accessKeyId) }) as never,
          pause,
        },
        "smtp-user",
      ),
      secret: new CredentialSecret(client, "secret-arn", pause),
      service: new OpenEmrService(client, "cluster", "service"),
      region: "us-east-1",
      longestRunSeconds: LONGEST_RUN_SECONDS,
      now: () => this.now,
    });
  }

  get stored(): { username: string; password: string } | undefined {
    return this.secret && JSON.parse(this.secret.text);
  }

  store(text: string): void {
    this.now += 10;
    this.secret = { text, CreatedDate: new Date(this.now) };
  }

  /** Starts a deployment, as Terraform or the function does. */
  deploy(): void {
    this.now += 10;
    const earlier = this.deployments ?? [];
    for (const deployment of earlier) deployment.status = "ACTIVE";
    this.deployments = [
      {
        id: `ecs-svc/${earlier.length + this.now}`,
        createdAt: new Date(this.now),
        status: "PRIMARY",
        rolloutState: "IN_PROGRESS",
      },
      ...earlier,
    ];
  }

  /** All tasks are new ones, which have read the secret. @returns the deployment's id */
  completeDeployment(): string {
    const [primary] = this.deployments!;
    primary!.rolloutState = "COMPLETED";
    this.deployments = [primary!];
    this.tasks = this.stored ? [this.stored.username, this.stored.username] : [];
    return primary!.id;
  }

  /** A run with credentials that tasks use. */
  async install(): Promise<void> {
    await this.run().ensure();
    this.deploy();
    this.completeDeployment();
  }

  private async send(command: object, signedWith?: string): Promise<unknown> {
    const name = command.constructor.name.replace(/Command$/, "");
    await this.interrupt();
    const failure = this.failures(this.calls.length, name);
    this.calls.push(name);
    this.now += 10;
    if (failure === "refused") throw awsError("ServiceUnavailable", `${name} is refused`);
    const { input = {} } = command as { input?: Record<string, unknown> };
    const answer = this.answer(name, input, signedWith);
    if (failure === "answer lost") throw awsError("TimeoutError", `${name} is done`);
    return answer;
  }

  private async interrupt(): Promise<void> {
    if (this.interruption?.call !== this.calls.length) return;
    const { by } = this.interruption;
    this.interruption = undefined;
    await by();
  }

  private answer(name: string, input: Record<string, unknown>, signedWith?: string): unknown {
    switch (name) {
      case "ListAccessKeys":
        return { AccessKeyMetadata: this.keys.map(({ SecretAccessKey: _, ...key }) => key) };
      case "CreateAccessKey":
        return { AccessKey: this.makeKey() };
      case "DeleteAccessKey":
        if (!this.keys.some(({ AccessKeyId }) => AccessKeyId === input.AccessKeyId)) {
          throw awsError("NoSuchEntityException", `${input.AccessKeyId} cannot be found`);
        }
        this.keys = this.keys.filter(({ AccessKeyId }) => AccessKeyId !== input.AccessKeyId);
        return {};
      case "GetCallerIdentity":
        if (!this.keys.some(({ AccessKeyId }) => AccessKeyId === signedWith)) {
          throw awsError("InvalidClientTokenId", "The security token is invalid");
        }
        return {};
      case "GetSecretValue":
        if (!this.secret) throw awsError("ResourceNotFoundException", "There is no value");
        return { SecretString: this.secret.text, CreatedDate: this.secret.CreatedDate };
      case "PutSecretValue":
        this.store(String(input.SecretString));
        return {};
      case "DescribeServices":
        return { services: this.deployments ? [{ status: "ACTIVE", deployments: this.deployments }] : [] };
      case "UpdateService":
        this.deploy();
        return {};
      default:
        throw new Error(`The account knows no ${name}.`);
    }
  }

  private makeKey(): Key {
    if (this.keys.length === 2) {
      throw awsError("LimitExceededException", "Cannot exceed quota for AccessKeysPerUser: 2");
    }
    this.keysMade++;
    const key: Key = {
      AccessKeyId: `AKIAEXAMPLE0000000${this.keysMade}`,
      SecretAccessKey: `secret/of+key${this.keysMade}`,
      CreateDate: new Date(this.now),
      Status: "Active",
    };
    this.keys.push(key);
    return key;
  }
}

export function awsError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
