import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  type IAMClient,
  ListAccessKeysCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { attempt, attemptFor, type Pause, PERMISSION_SECONDS } from "../lib/aws-call";

export interface AccessKey {
  readonly id: string;
  readonly isActive: boolean;
  readonly madeAt: Date;
}

export interface NewAccessKey extends AccessKey {
  readonly secret: string;
}

export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface AccessKeyClients {
  readonly iam: Pick<IAMClient, "send">;
  /** A client that signs with the key. */
  readonly stsWith: (key: KeyPair) => Pick<STSClient, "send">;
  readonly pause?: Pause;
}

/** Seconds within which a new key is known. Mostly it takes about ten. */
const KEY_SECONDS = 45;

/** The access keys of one IAM user, of which IAM allows two. */
export class AccessKeys {
  constructor(
    private readonly clients: AccessKeyClients,
    private readonly UserName: string,
  ) {}

  /** The oldest first. */
  async list(): Promise<AccessKey[]> {
    const { iam, pause } = this.clients;
    const { AccessKeyMetadata = [] } = await attemptFor(
      PERMISSION_SECONDS,
      `list the access keys of the user ${this.UserName}`,
      () => iam.send(new ListAccessKeysCommand({ UserName: this.UserName })),
      pause,
    );
    return AccessKeyMetadata.map(({ AccessKeyId, Status, CreateDate }) => ({
      id: AccessKeyId!,
      isActive: Status === "Active",
      madeAt: CreateDate!,
    })).sort((one, other) => one.madeAt.getTime() - other.madeAt.getTime());
  }

  async make(): Promise<NewAccessKey> {
    const { AccessKey: made } = await attempt(`make an access key of the user ${this.UserName}`, () =>
      this.clients.iam.send(new CreateAccessKeyCommand({ UserName: this.UserName })),
    );
    return {
      id: made!.AccessKeyId!,
      secret: made!.SecretAccessKey!,
      isActive: true,
      madeAt: made!.CreateDate!,
    };
  }

  /** Waits until AWS knows a new key. */
  async prove({ id, secret }: NewAccessKey): Promise<void> {
    const sts = this.clients.stsWith({ accessKeyId: id, secretAccessKey: secret });
    await attemptFor(
      KEY_SECONDS,
      "use the new access key",
      () => sts.send(new GetCallerIdentityCommand()),
      this.clients.pause,
    );
  }

  /** One that is gone already is deleted as well. */
  async delete({ id, madeAt }: AccessKey): Promise<void> {
    await attempt(`delete the access key of ${madeAt.toISOString()}`, async () => {
      try {
        await this.clients.iam.send(new DeleteAccessKeyCommand({ UserName: this.UserName, AccessKeyId: id }));
      } catch (error) {
        if ((error as Error).name !== "NoSuchEntityException") throw error;
      }
    });
  }
}
