import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { attemptFor, type Pause, PERMISSION_SECONDS } from "../lib/aws-call";

/** The credentials in the secret, without the password. */
export interface StoredCredentials {
  /** User name for SMTP: the id of an access key. */
  readonly username: string;
  /** A task that starts later applies these. */
  readonly storedAt: Date;
}

/** The secret that tasks read their SMTP credentials from: `{"username": ..., "password": ...}`. */
export class CredentialSecret {
  constructor(
    private readonly client: Pick<SecretsManagerClient, "send">,
    private readonly SecretId: string,
    private readonly pause?: Pause,
  ) {}

  /** Undefined while it holds no credentials. */
  async read(): Promise<StoredCredentials | undefined> {
    return this.attempt("read the secret", async () => {
      try {
        const { SecretString, CreatedDate } = await this.client.send(
          new GetSecretValueCommand({ SecretId: this.SecretId }),
        );
        const username = usernameIn(SecretString);
        return username && CreatedDate ? { username, storedAt: CreatedDate } : undefined;
      } catch (error) {
        if ((error as Error).name === "ResourceNotFoundException") return undefined;
        throw error;
      }
    });
  }

  async write(username: string, password: string): Promise<void> {
    const SecretString = JSON.stringify({ username, password });
    await this.attempt("write the secret", () =>
      this.client.send(new PutSecretValueCommand({ SecretId: this.SecretId, SecretString })),
    );
  }

  /** The secret asks its key, too: each is a permission that may not be known yet. */
  private attempt<T>(what: string, call: () => Promise<T>): Promise<T> {
    return attemptFor(PERMISSION_SECONDS, what, call, this.pause);
  }
}

/** Without a password it is none that could be used; somebody may have written anything into it. */
function usernameIn(secret: string | undefined): string | undefined {
  try {
    const { username, password } = JSON.parse(secret ?? "") as Record<string, unknown>;
    return isText(username) && isText(password) ? username : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
