import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";

/** Credentials of a role, as ECS serves them to its tasks. */
export const CREDENTIALS = {
  AccessKeyId: "ASIAEXAMPLE",
  SecretAccessKey: "kEy/of+the/role:of=the task",
  Token: "tOkEn//of+the/session==",
};

/**
 * Checks a request as AWS does, by the signing code of its SDK.
 *
 * @param path of the request
 * @throws with the name of AWS's error
 */
export async function checkSignature(
  { method, headers }: IncomingMessage,
  body: string,
  service: string,
  region: string,
  path = "/",
): Promise<void> {
  if (headers["x-amz-security-token"] !== CREDENTIALS.Token) throw new Error("UnrecognizedClientException");
  const given = parts(headers.authorization);
  if (!["host", "x-amz-date", "x-amz-security-token"].every((name) => given.signed.includes(name))) {
    throw new Error(`IncompleteSignatureException: ${given.signed}`);
  }
  const signer = new SignatureV4({
    service,
    region,
    credentials: { accessKeyId: CREDENTIALS.AccessKeyId, secretAccessKey: CREDENTIALS.SecretAccessKey },
    sha256: Sha256,
    applyChecksum: false,
    // S3 takes a path as it is.
    uriEscapePath: service !== "s3",
  });
  const request = {
    method: String(method),
    protocol: "http:",
    hostname: "127.0.0.1",
    path,
    query: {},
    headers: Object.fromEntries(given.signed.map((name) => [name, String(headers[name])])),
    body,
  };
  const again = await signer.sign(request, { signingDate: dateOf(String(headers["x-amz-date"])) });
  if (given.signature !== parts(again.headers.authorization).signature) {
    throw new Error("SignatureDoesNotMatch");
  }
}

function parts(authorization = ""): { readonly signed: readonly string[]; readonly signature: string } {
  const [, signed, signature] =
    /SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(authorization) ?? [];
  if (!signed || !signature) throw new Error(`MissingAuthenticationToken: ${authorization}`);
  return { signed: signed.split(";"), signature };
}

/** `20261125T022500Z` */
function dateOf(text: string): Date {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** SHA-256 as the signing code wants to have it. */
class Sha256 {
  private readonly hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret ? createHmac("sha256", secret as string | Buffer) : createHash("sha256");
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.hash.digest());
  }

  reset(): void {
    throw new Error("not needed to sign");
  }
}
