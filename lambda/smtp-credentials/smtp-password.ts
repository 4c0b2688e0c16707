import { createHmac } from "node:crypto";

/** The only version that SES knows in every region. */
const VERSION = 0x04;

/**
 * The password with which SES's SMTP interface knows an access key.
 *
 * https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html, "Obtaining Amazon SES SMTP credentials by
 * converting existing AWS credentials": a signature of version 4 with a fixed date, message and end.
 */
export function smtpPassword(secretAccessKey: string, region: string): string {
  const steps = ["11111111", region, "ses", "aws4_request", "SendRawEmail"];
  const signature = steps.reduce<Buffer>(
    (key, step) => createHmac("sha256", key).update(step).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  return Buffer.concat([Buffer.of(VERSION), signature]).toString("base64");
}
