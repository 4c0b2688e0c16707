/**
 * Stands for Secrets Manager with one secret of the database's user: versions and their labels. Compared on 2026-11-29
 * with the API reference of GetSecretValue, PutSecretValue, DescribeSecret and UpdateSecretVersionStage in botocore's
 * model of the service.
 */
export class SecretsManager {
  /** Values by version, empty where a version has none. */
  readonly versions = new Map<string, string>();
  readonly labels = new Map<string, string>();

  constructor(current: object) {
    this.versions.set("first", JSON.stringify(current));
    this.labels.set("AWSCURRENT", "first");
  }

  get current(): { readonly username: string; readonly password: string } {
    return JSON.parse(this.versions.get(this.labels.get("AWSCURRENT")!)!);
  }

  /** As RotateSecret does: an empty version that is to become the next one. */
  begin(version: string): void {
    this.versions.set(version, "");
    this.labels.set("AWSPENDING", version);
  }

  /** As the client of the SDK. */
  readonly send = async (command: object): Promise<object> => {
    const { input } = command as { input: Record<string, string> };
    const call = command.constructor.name;
    const answer = (this as unknown as Record<string, (input: Record<string, unknown>) => object>)[call];
    if (!answer) throw new Error(`The stand-in knows no ${call}.`);
    return answer.call(this, input);
  };

  GetSecretValueCommand({ VersionId, VersionStage }: Record<string, string>): object {
    const version = VersionId ?? this.labels.get(VersionStage ?? "AWSCURRENT");
    const value = this.versions.get(version ?? "");
    if (!value)
      throw refusal("ResourceNotFoundException", "Secrets Manager can't find the specified secret value.");
    return { SecretString: value, VersionId: version };
  }

  PutSecretValueCommand(input: Record<string, unknown>): object {
    const { ClientRequestToken, SecretString, VersionStages } = input as Record<string, string> & {
      VersionStages: string[];
    };
    const present = this.versions.get(ClientRequestToken!);
    if (present && present !== SecretString)
      throw refusal("ResourceExistsException", "You can't modify an existing version of a secret.");
    this.versions.set(ClientRequestToken!, SecretString!);
    for (const label of VersionStages) this.labels.set(label, ClientRequestToken!);
    return {};
  }

  DescribeSecretCommand(): object {
    const stages: Record<string, string[]> = {};
    for (const [label, version] of this.labels) stages[version] = [...(stages[version] ?? []), label];
    return { VersionIdsToStages: stages };
  }

  UpdateSecretVersionStageCommand(input: Record<string, string | undefined>): object {
    const { VersionStage, MoveToVersionId, RemoveFromVersionId } = input;
    const holder = this.labels.get(VersionStage!);
    if (MoveToVersionId && !this.versions.has(MoveToVersionId))
      throw refusal("ResourceNotFoundException", "Secrets Manager can't find the specified secret version.");
    if (holder && holder !== RemoveFromVersionId)
      throw refusal(
        "InvalidParameterException",
        `The parameter RemoveFromVersionId can't be empty. Staging label ${VersionStage} is currently attached to version ${holder}.`,
      );
    if (VersionStage === "AWSCURRENT") this.labels.set("AWSPREVIOUS", holder!);
    this.labels.set(VersionStage!, MoveToVersionId!);
    return {};
  }
}

function refusal(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
