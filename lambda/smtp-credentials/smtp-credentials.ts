import { FunctionError } from "../lib/function-error";
import type { AccessKey, AccessKeys, NewAccessKey } from "./access-keys";
import type { CredentialSecret, StoredCredentials } from "./credential-secret";
import type { OpenEmrService } from "./openemr-service";
import { smtpPassword } from "./smtp-password";

export interface SmtpCredentialsProps {
  readonly keys: AccessKeys;
  readonly secret: CredentialSecret;
  readonly service: OpenEmrService;
  readonly region: string;
  /** See `Settings`. */
  readonly longestRunSeconds: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The user's keys, seen from the secret. */
interface Holding {
  /** The key that the secret names, and that works. */
  readonly current?: AccessKey;
  /** Given where there is a current key, and also where it names one that is gone. */
  readonly stored?: StoredCredentials;
  /** Keys from before the current one: OpenEMR may use one of them still. */
  readonly earlier: readonly AccessKey[];
  /** Keys that were made after the current one and are in no secret. */
  readonly unused: readonly AccessKey[];
}

/**
 * The SMTP credentials of OpenEMR's tasks: an access key of an IAM user, and the password that follows from it.
 *
 * OpenEMR uses what the task read that applied its settings last. So a key may be in use from when the secret names it
 * until no task is left that started before the secret named another. Whatever fails in between, the next run reads from
 * keys, secret and service how far it was.
 * Each method tells what it did, in a sentence without a secret.
 */
export class SmtpCredentials {
  constructor(private readonly props: SmtpCredentialsProps) {}

  /**
   * Sees to it that the secret names a key that exists. Tasks are replaced only where OpenEMR may have other credentials:
   * the user or the secret was made anew, mail was on before, or a run before ended in between.
   */
  async ensure(): Promise<string> {
    const holding = await this.look();
    const { current, stored, earlier } = holding;
    if (current && stored) {
      const { progress } = await this.props.service.replacementSince(stored.storedAt);
      if (progress !== "not begun") return "The secret holds credentials already.";
      await this.replaceTasks();
      return "The secret holds credentials already, and the tasks are being replaced, so that they use these.";
    }
    await this.makeAndStore(holding);
    const mayHaveOthers = stored !== undefined || earlier.length > 0;
    return mayHaveOthers && (await this.replaceTasks())
      ? "The secret holds new credentials, and the tasks are being replaced."
      : "The secret holds new credentials.";
  }

  /** Gives the tasks new credentials, or completes what an earlier rotation left undone. */
  async rotate(): Promise<string> {
    const holding = await this.look();
    const { current, stored, earlier, unused } = holding;
    if (current && stored && earlier.length > 0) {
      const { progress } = await this.props.service.replacementSince(stored.storedAt);
      if (progress === "under way") {
        throw new FunctionError(
          `The credentials of ${stored.storedAt.toISOString()} are still being handed to the tasks. Run it again once the service's deployment is complete, for yet other ones.`,
        );
      }
      if (progress === "not begun") {
        await this.replaceTasks();
        return `An earlier rotation made the credentials of ${stored.storedAt.toISOString()}; the tasks are being replaced now, so that they use these.`;
      }
      await this.deleteAll(earlier);
    }
    for (const key of unused) await this.deleteUnused(key);
    await this.makeAndStore(holding);
    return (await this.replaceTasks())
      ? "The secret holds new credentials, and the tasks are being replaced. The earlier key is deleted when that is complete."
      : "The secret holds new credentials. There is no service whose tasks would have to be replaced.";
  }

  /**
   * Deletes the keys that no task uses any more.
   *
   * @param deployment id of the deployment that was reported to be complete
   */
  async retire(deployment: string): Promise<string> {
    const { current, stored, earlier } = await this.look();
    if (!current || !stored || earlier.length === 0) return "There is no earlier key.";
    const replacement = await this.props.service.replacementSince(stored.storedAt);
    if (replacement.progress === "complete") {
      await this.deleteAll(earlier);
      return "The earlier key is deleted.";
    }
    if (replacement.deployment === deployment) {
      throw new FunctionError(
        `The deployment ${deployment} is reported complete, but the service does not show it yet.`,
      );
    }
    return "Tasks may still use the earlier key.";
  }

  private async look(): Promise<Holding> {
    const [keys, stored] = [await this.props.keys.list(), await this.props.secret.read()];
    const current = keys.find(({ id, isActive }) => id === stored?.username && isActive);
    const others = keys.filter((key) => key !== current);
    // Without a current key nobody knows which one tasks use.
    const isUnused = (key: AccessKey) => current !== undefined && key.madeAt > current.madeAt;
    return {
      current,
      stored,
      earlier: others.filter((key) => !isUnused(key)),
      unused: others.filter(isUnused),
    };
  }

  private async makeAndStore({ current, earlier }: Holding): Promise<void> {
    const { keys, secret, region } = this.props;
    // IAM allows two keys. Where the secret names neither, the older one is the likelier to be of no use.
    if (!current && earlier.length > 1) await keys.delete(earlier[0]!);
    const key = await keys.make();
    try {
      await keys.prove(key);
      await secret.write(key.id, smtpPassword(key.secret, region));
    } catch (error) {
      await this.undo(key, error as Error);
    }
  }

  /** The answer to a write may be lost, so the secret is asked before the key goes. */
  private async undo(key: NewAccessKey, { message }: Error): Promise<void> {
    const { keys, secret } = this.props;
    try {
      if ((await secret.read())?.username === key.id) return;
      await keys.delete(key);
    } catch (error) {
      throw new FunctionError(`${message} After that: ${(error as Error).message} Run it again.`);
    }
    throw new FunctionError(
      `${message} The new key is deleted, and the credentials stay as they were. Run it again.`,
    );
  }

  private async replaceTasks(): Promise<boolean> {
    try {
      return await this.props.service.replaceTasks();
    } catch (error) {
      throw new FunctionError(
        `The secret holds credentials that OpenEMR does not use yet: no task was replaced. ${(error as Error).message} Run it again.`,
      );
    }
  }

  /** Another run may just have made the key, and be about to store it. */
  private async deleteUnused(key: AccessKey): Promise<void> {
    const { keys, longestRunSeconds, now } = this.props;
    const age = Math.floor((now() - key.madeAt.getTime()) / 1000);
    if (age <= longestRunSeconds) {
      throw new FunctionError(
        `A key was made ${age} seconds ago, perhaps by another run that is about to store it. Run it again in ${longestRunSeconds - age + 1} seconds.`,
      );
    }
    await keys.delete(key);
  }

  private async deleteAll(keys: readonly AccessKey[]): Promise<void> {
    for (const key of keys) await this.props.keys.delete(key);
  }
}
