import { SettingsError, settingsFrom, wholeNumber } from "../lib/settings";
import { mailable, sameMailbox } from "./mailbox";

export interface Settings {
  /** Bucket in which SES stores the messages. */
  readonly bucket: string;
  /** Text that SES puts before the message's id in an object's key. */
  readonly keyPrefix: string;
  /** Address that receives what is forwarded. */
  readonly forwardTo: string;
  /** Address of this installation that the forwarded messages come from, of a verified identity. */
  readonly fromAddress: string;
  /** Address of this installation whose mail is forwarded. */
  readonly recipient: string;
  /** Percent of the account's sending quota from which on nothing is forwarded. */
  readonly quotaPercent: number;
  /** @default - none */
  readonly configurationSet?: string;
}

export function objectKey({ keyPrefix }: Settings, messageId: string): string {
  return `${keyPrefix}${messageId}`;
}

/** @throws SettingsError when a variable is missing, is no address, or would make a loop */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const given = settingsFrom(
    {
      bucket: "BUCKET",
      forwardTo: "FORWARD_TO",
      fromAddress: "FROM_ADDRESS",
      recipient: "RECIPIENT",
      quotaPercent: "QUOTA_PERCENT",
    },
    environment,
  );
  const address = (name: string, text: string): string => {
    const value = mailable(text);
    if (!value) throw new SettingsError(`${name} is no e-mail address that SES accepts. Mend it.`);
    return value;
  };
  const settings: Settings = {
    bucket: given.bucket,
    keyPrefix: environment.KEY_PREFIX ?? "",
    forwardTo: address("FORWARD_TO", given.forwardTo),
    fromAddress: address("FROM_ADDRESS", given.fromAddress),
    recipient: address("RECIPIENT", given.recipient),
    quotaPercent: wholeNumber("QUOTA_PERCENT", given.quotaPercent),
    configurationSet: environment.CONFIGURATION_SET || undefined,
  };
  for (const [own, mailbox] of [
    ["RECIPIENT", settings.recipient],
    ["FROM_ADDRESS", settings.fromAddress],
  ] as const) {
    if (sameMailbox(settings.forwardTo, mailbox)) {
      throw new SettingsError(
        `FORWARD_TO is the mailbox of ${own}, so that mail would go in a loop. Set another email_forwarding_address.`,
      );
    }
  }
  return settings;
}
