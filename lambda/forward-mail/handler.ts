import { S3Client } from "@aws-sdk/client-s3";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import type { Context } from "aws-lambda";
import type { MailEvent } from "./event";
import { Forwarder } from "./forwarder";

const forwarder = new Forwarder({
  s3: new S3Client(),
  ses: new SESv2Client(),
  environment: process.env,
  // The console puts the time in front, and CloudWatch reads metrics from lines that are only JSON.
  write: (line) => process.stdout.write(`${line}\n`),
});

/**
 * Forwards the mail that SES has stored in a bucket to one address. SES invokes it asynchronously, after the
 * action that stores the message; an event that failed then comes from a queue, again and again for some hours.
 *
 * Environment: BUCKET, KEY_PREFIX (may be empty), FORWARD_TO, FROM_ADDRESS, RECIPIENT, QUOTA_PERCENT,
 * CONFIGURATION_SET (optional).
 */
export const handler = (event: MailEvent, context: Context): Promise<void> =>
  forwarder.handle(event, context);
