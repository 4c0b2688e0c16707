import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { attempt } from "../lib/aws-call";
import { FunctionError } from "../lib/function-error";

/** Name and password of a user of the database. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Secrets Manager deletes a version without a label one day, and Terraform would put another password in its place. */
const KEPT = "TERRAFORM";

/** A secret with a login, `{"username": ..., "password": ...}`, and its versions. */
export class UserSecret {
  constructor(
    private readonly client: Pick<SecretsManagerClient, "send">,
    private readonly SecretId: string,
  ) {}

  /** The login in use. */
  async current(): Promise<Login> {
    return this.value({ VersionStage: "AWSCURRENT" });
  }

  /** The login of a version that a rotation makes; undefined where it has none. */
  async pending(VersionId: string): Promise<Login | undefined> {
    try {
      return await this.value({ VersionId });
    } catch (error) {
      if ((error as { code?: string }).code === "ResourceNotFoundException") return undefined;
      throw error;
    }
  }

  async keepPending(ClientRequestToken: string, login: Login): Promise<void> {
    await attempt("store the next password", () =>
      this.client.send(
        new PutSecretValueCommand({
          SecretId: this.SecretId,
          ClientRequestToken,
          SecretString: JSON.stringify(login),
          VersionStages: ["AWSPENDING"],
        }),
      ),
    );
  }

  /** Gives the version that Terraform made a label that stays, unless it has it. It is the first that is rotated. */
  async keepFirst(): Promise<void> {
    const stages = await this.stages();
    if (holder(stages, KEPT)) return;
    await this.move(KEPT, holder(stages, "AWSCURRENT"), undefined);
  }

  /** Makes a version the one in use. @returns whether it was another one */
  async makeCurrent(version: string): Promise<boolean> {
    const former = holder(await this.stages(), "AWSCURRENT");
    if (former === version) return false;
    await this.move("AWSCURRENT", version, former);
    return true;
  }

  private async stages(): Promise<Readonly<Record<string, readonly string[]>>> {
    const { VersionIdsToStages = {} } = await attempt("read the versions of the secret", () =>
      this.client.send(new DescribeSecretCommand({ SecretId: this.SecretId })),
    );
    return VersionIdsToStages;
  }

  private async move(VersionStage: string, to: string | undefined, from: string | undefined): Promise<void> {
    await attempt(`move the label ${VersionStage} of the secret`, () =>
      this.client.send(
        new UpdateSecretVersionStageCommand({
          SecretId: this.SecretId,
          VersionStage,
          MoveToVersionId: to,
          RemoveFromVersionId: from,
        }),
      ),
    );
  }

  private async value(which: { VersionId: string } | { VersionStage: string }): Promise<Login> {
    const { SecretString } = await attempt("read the secret", () =>
      this.client.send(new GetSecretValueCommand({ SecretId: this.SecretId, ...which })),
    );
    return readLogin(SecretString);
  }
}

/** @throws FunctionError without the text, which may be a password */
function readLogin(text: string | undefined): Login {
  try {
    const { username, password } = JSON.parse(text ?? "") as Record<string, unknown>;
    if (typeof username === "string" && typeof password === "string" && username && password)
      return { username, password };
  } catch {
    // Neither JSON nor a login.
  }
  throw new FunctionError(
    'The secret is not {"username": ..., "password": ...}. Somebody wrote something else into it: start a rotation anew.',
  );
}

function holder(stages: Readonly<Record<string, readonly string[]>>, label: string): string | undefined {
  return Object.keys(stages).find((version) => stages[version]!.includes(label));
}
