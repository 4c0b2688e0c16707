import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { LocalServer } from "./local-server";

/**
 * A state in S3 with its lock in DynamoDB, as far as they are looked at after a run that failed. Errors are those of
 * botocore 1.43.11's models s3-2006-03-01 and dynamodb-2012-08-10 (read on 2026-11-29); `HeadBucket` has no body, so
 * that its status is all that S3 says. `__tests__/aws/state-locking.test.ts` does the same with a moto server.
 */
export class EmulatedState extends LocalServer {
  /** Answer to whoever asks for the bucket. */
  bucketStatus = 200;
  hasTable = true;
  readonly objects = new Map<string, string>();
  readonly entries = new Map<string, Readonly<Record<string, { readonly S: string }>>>();

  /** The environment of a process that takes this for AWS. */
  get env(): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL: this.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
    };
  }

  /** Puts a state into its place, as Terraform does, with its checksum. */
  write(place: string, content: string): void {
    this.objects.set(place, content);
    this.entries.set(`${place}-md5`, { Digest: { S: createHash("md5").update(content).digest("hex") } });
  }

  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url!, "http://localhost");
    if (request.headers["x-amz-target"] === "DynamoDB_20120810.GetItem") {
      const { Key } = (await json(request)) as { Key: { LockID: { S: string } } };
      const type = "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException";
      const body = this.hasTable ? { Item: this.entries.get(Key.LockID.S) } : { __type: type };
      response.writeHead(this.hasTable ? 200 : 400, { "content-type": "application/x-amz-json-1.0" });
      response.end(JSON.stringify(body));
    } else if (request.method === "HEAD") {
      response.writeHead(this.bucketStatus).end();
    } else {
      const object = this.objects.get(pathname.slice(1));
      response.writeHead(object === undefined ? 404 : 200);
      response.end(object ?? "<Error><Code>NoSuchKey</Code></Error>");
    }
  }
}
