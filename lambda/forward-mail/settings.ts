import { ForwardingError } from "./forwarding-error";
import { mailable, sameMailbox } from "./mailbox";

export interface Settings {
  /** Bucket in which SES stores the messages. */
  readonly bucket: string;
  /** What SES puts before the message's id in an object's key. */
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

/** @throws ForwardingError when a variable is missing, is no address, or would make a loop */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const given = (name: string): string => {
    const value = environment[name];
    if (!value) throw misconfigured(`${name} is not set`);
    return value;
  };
  const address = (name: string): string => {
    const value = mailable(given(name));
    if (!value) throw misconfigured(`${name} is no e-mail address that SES accepts`);
    return value;
  };
  const settings: Settings = {
    bucket: given("BUCKET"),
    keyPrefix: environment.KEY_PREFIX ?? "",
    forwardTo: address("FORWARD_TO"),
    fromAddress: address("FROM_ADDRESS"),
    recipient: address("RECIPIENT"),
    quotaPercent: Number(given("QUOTA_PERCENT")),
    configurationSet: environment.CONFIGURATION_SET || undefined,
  };
  for (const own of ["RECIPIENT", "FROM_ADDRESS"]) {
    if (sameMailbox(address("FORWARD_TO"), address(own))) {
      throw misconfigured(`FORWARD_TO is the mailbox of ${own}, so that mail would go in a loop`);
    }
  }
  return settings;
}

function misconfigured(problem: string): ForwardingError {
  return new ForwardingError(
    "configuration",
    `${problem}. Mend the function's environment, then send the events in its dead-letter queue to it again.`,
  );
}
