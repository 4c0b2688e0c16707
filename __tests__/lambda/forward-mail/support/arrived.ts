import { createHash } from "node:crypto";
import PostalMime, { type Email } from "postal-mime";

/** A message as its reader sees it, read by a library other than the one that the function uses. */
export interface Arrived {
  readonly email: Email;
  /** Values by name in lower case. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly contents: Contents;
}

/** Everything in a message but its header, whatever it is encoded in. */
export interface Contents {
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly attachments: ReadonlyArray<{ name: string | null; type: string; sha256: string }>;
}

export async function read(raw: Buffer): Promise<Arrived> {
  const email = await PostalMime.parse(raw, { forceRfc822Attachments: true });
  const fields = new Map<string, string[]>();
  for (const { key, value } of email.headers) fields.set(key, [...(fields.get(key) ?? []), value]);
  return { email, fields, contents: contentsOf(email) };
}

export function bytesOf(content: ArrayBuffer | Uint8Array | string): Buffer {
  return typeof content === "string" ? Buffer.from(content) : Buffer.from(content as ArrayBuffer);
}

function contentsOf(email: Email): Contents {
  return {
    text: email.text && regular(email.text),
    html: email.html && regular(email.html),
    attachments: email.attachments.map(({ filename, mimeType, content }) => {
      // A line end of text is a line end, however it was sent.
      const isText = /^text\//.test(mimeType);
      const bytes = bytesOf(content);
      const same = isText ? Buffer.from(regular(bytes.toString("latin1")), "latin1") : bytes;
      return { name: filename, type: mimeType, sha256: createHash("sha256").update(same).digest("hex") };
    }),
  };
}

function regular(text: string): string {
  return text.replace(/\r\n/g, "\n").trimEnd();
}
