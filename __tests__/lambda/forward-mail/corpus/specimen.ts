/** A message, and what must arrive of it. What is left out must arrive as it was. */
export interface Specimen {
  readonly name: string;
  readonly raw: Buffer;
  /** Sender in the envelope. @default "jane@patient.example" */
  readonly source?: string;
  /** @default "message" */
  readonly form?: "message" | "attachment";
  /** Whether the body is the same octets. @default true, for a message */
  readonly verbatim?: boolean;
  /** Name that is shown for whom it is from, without " via OpenEMR". @default "Jane Roe" */
  readonly from?: string;
  /** Addresses that an answer goes to. @default ["jane@patient.example"] */
  readonly replyTo?: readonly string[];
  /** @default "Refill"; null: there is none */
  readonly subject?: string | null;
  /** Part of the text. */
  readonly text?: string;
  /** In their order. Where they are given, the library that reads both messages need not see the same in both. */
  readonly attachments?: ReadonlyArray<{ readonly name: string | null; readonly content: Buffer | string }>;
  /** Fields that must arrive with this value, by name in lower case. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Fields that must not arrive. */
  readonly dropped?: readonly string[];
}

/** Fields of any ordinary message, each to be replaced by one of the same name. */
const ORDINARY = [
  "From: Jane Roe <jane@patient.example>",
  "To: help@clinic.example",
  "Subject: Refill",
  "Date: Sun, 1 Mar 2026 08:30:00 +0000",
  "Message-ID: <1@patient.example>",
];

/** A message of fields and a body. Each character is an octet; lines are joined by CRLF. */
export function message(fields: readonly string[], body: string | readonly string[] = "Hello"): Buffer {
  return octets(
    [...withOrdinary(fields), "", ...(typeof body === "string" ? [body] : body), ""].join("\r\n"),
  );
}

export function withOrdinary(fields: readonly string[]): string[] {
  const nameOf = (field: string) => field.slice(0, field.indexOf(":")).trim().toLowerCase();
  const given = new Set(fields.map(nameOf));
  return [...ORDINARY.filter((field) => !given.has(nameOf(field))), ...fields];
}

export function octets(text: string): Buffer {
  return Buffer.from(text, "latin1");
}

/** Text in the octets of its UTF-8, one character each. */
export function utf8(text: string): string {
  return Buffer.from(text).toString("latin1");
}

export function base64(content: Buffer | string): string {
  const text = (typeof content === "string" ? octets(content) : content).toString("base64");
  return text.replace(/(.{76})(?=.)/g, "$1\r\n");
}

/** Lines of a multipart body; each part is its header's fields, an empty line and its content. */
export function parts(boundary: string, ...each: ReadonlyArray<readonly string[]>): string[] {
  return [...each.flatMap((lines) => [`--${boundary}`, ...lines]), `--${boundary}--`];
}

export const MULTIPART = ["MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b1"];

/** A content with every octet. */
export const EVERY_OCTET = Buffer.from(Array.from({ length: 1024 }, (_, i) => (i * 7) & 0xff));
