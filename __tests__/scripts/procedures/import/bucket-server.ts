import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { CREDENTIALS, checkSignature } from "../../../application/container/request-signature";
import { LocalServer } from "../../../support/local-server";

/**
 * A bucket that a task reads, and the credentials of its role. It refuses what is not signed as S3 wants it, by the
 * signing code of AWS's SDK, and says as S3 does what is not there. Compared with botocore 1.43.11, model s3-2006-03-01,
 * on 2026-11-30.
 */
export class BucketServer extends LocalServer {
  readonly objects = new Map<string, Buffer>();
  /** Objects that were fetched. */
  readonly fetched: string[] = [];

  get env(): Record<string, string> {
    const { url } = this;
    return {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/credentials`,
      BUCKET_URL: url,
      BUCKET_REGION: "eu-west-1",
    };
  }

  /** Puts an object. @returns what a task is told of it: its key and digest */
  put(key: string, content: Buffer): string {
    this.objects.set(`/${key}`, content);
    return `${key} ${createHash("sha256").update(content).digest("hex")}`;
  }

  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url!;
    if (url === "/credentials") return void response.end(JSON.stringify(CREDENTIALS));
    try {
      await checkSignature(request, "", "s3", "eu-west-1", url);
    } catch (error) {
      return void response.writeHead(403).end(String(error));
    }
    const object = this.objects.get(url);
    if (!object) return void response.writeHead(404).end("NoSuchKey");
    this.fetched.push(url);
    response.end(object);
  }
}
