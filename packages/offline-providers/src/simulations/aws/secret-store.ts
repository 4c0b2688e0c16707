import { randomInt } from "node:crypto";
import type { CtyObject } from "../../cty/types";
import { type Change, SimulatedError } from "../../simulation";

interface Version {
  readonly id: string;
  readonly value: string;
}

/** The secrets of the account, by ARN. It outlives a Terraform run, as Secrets Manager does. */
export class SecretStore {
  private names = new Map<string, string>();
  private versions = new Map<string, Version>();

  /** The current value of a secret, by its ARN or its name; undefined where none was written. */
  value(secretId: string): string | undefined {
    return this.versions.get(this.arn(secretId))?.value;
  }

  /** All secrets that hold a value. */
  entries(): [arn: string, value: string][] {
    return [...this.versions].map(([arn, { value }]) => [arn, value]);
  }

  /** Follows what Terraform does to secrets and their versions. */
  changed({ type, prior, values, config }: Change): void {
    if (type === "aws_secretsmanager_secret") {
      if (values) this.names.set(String(values.name), String(values.arn));
      else this.versions.delete(String(prior!.arn));
    }
    // Deleting a version leaves the value: Secrets Manager does not take the label AWSCURRENT away.
    if (type === "aws_secretsmanager_secret_version" && values) {
      const value = config?.secret_string_wo ?? config?.secret_string;
      const arn = this.arn(String(values.secret_id));
      if (typeof value === "string") this.versions.set(arn, { id: String(values.version_id), value });
    }
  }

  /** Everything that it holds now, for {@link restore}. */
  snapshot(): { names: ReadonlyMap<string, string>; versions: ReadonlyMap<string, Version> } {
    return { names: new Map(this.names), versions: new Map(this.versions) };
  }

  /** Goes back to an earlier moment. */
  restore({ names, versions }: ReturnType<SecretStore["snapshot"]>): void {
    this.names = new Map(names);
    this.versions = new Map(versions);
  }

  /** Answers the ephemeral resource `aws_secretsmanager_secret_version`. */
  open(config: CtyObject): CtyObject {
    const arn = this.arn(String(config.secret_id));
    const version = this.versions.get(arn);
    if (!version) {
      throw new SimulatedError(
        "reading Secrets Manager Secret Version: operation error Secrets Manager: GetSecretValue, " +
          "https response error StatusCode: 400, ResourceNotFoundException: Secrets Manager can't find the " +
          `specified secret value for staging label: AWSCURRENT (${config.secret_id})`,
      );
    }
    return {
      arn,
      created_date: "2024-01-01T00:00:00Z",
      secret_string: version.value,
      version_id: version.id,
      version_stage: "AWSCURRENT",
      version_stages: ["AWSCURRENT"],
    };
  }

  private arn(secretId: string): string {
    return this.names.get(secretId) ?? secretId;
  }
}

const CHARACTERS = {
  lowercase: "abcdefghijklmnopqrstuvwxyz",
  uppercase: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  numbers: "0123456789",
  punctuation: "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
};

/** Answers the ephemeral resource `aws_secretsmanager_random_password`: with another password each time. */
export function randomPassword(config: CtyObject): CtyObject {
  const excluded = String(config.exclude_characters ?? "");
  const kinds = Object.entries(CHARACTERS)
    .filter(([kind]) => config[`exclude_${kind}`] !== true)
    .map(([, characters]) => [...characters].filter((character) => !excluded.includes(character)));
  if (config.include_space === true) kinds.push([" "]);
  const all = kinds.flat();
  const length = Number(config.password_length ?? 32);
  const pick = (from: string[]) => from[randomInt(from.length)]!;
  // One of each kind first, as AWS does unless it is told otherwise.
  const picked = config.require_each_included_type === false ? [] : kinds.map(pick);
  while (picked.length < length) picked.push(pick(all));
  return { random_password: shuffle(picked).slice(0, length).join("") };
}

function shuffle(characters: string[]): string[] {
  for (let i = characters.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [characters[i], characters[j]] = [characters[j]!, characters[i]!];
  }
  return characters;
}
