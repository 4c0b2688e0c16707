import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectTaggingCommand,
  type S3Client,
  type Tag,
} from "@aws-sdk/client-s3";
import { describe, ForwardingError } from "./forwarding-error";

/** Tag of an object that says what became of its message. */
const OUTCOME_TAG = "forwarding";

/** A message in the bucket. It is read and tagged, and never changed or deleted. */
export class StoredMessage {
  /** In bytes; known when it was read. */
  size = 0;
  private tagSet: Promise<Tag[]> | undefined;

  constructor(
    private readonly s3: Pick<S3Client, "send">,
    private readonly place: { readonly Bucket: string; readonly Key: string },
    private readonly abortSignal: AbortSignal,
  ) {}

  async read(): Promise<Buffer> {
    return attempt("read", async () => {
      const { abortSignal } = this;
      const { Body, ContentLength = 0 } = await this.s3.send(new GetObjectCommand(this.place), {
        abortSignal,
      });
      // Collected in place: to join chunks afterwards would take the memory twice.
      const message = Buffer.allocUnsafe(ContentLength);
      let end = 0;
      for await (const chunk of Body as AsyncIterable<Uint8Array>) {
        message.set(chunk, end);
        end += chunk.length;
      }
      if (end !== ContentLength) {
        throw new ForwardingError("storage", `Of ${ContentLength} bytes of the message, ${end} arrived.`);
      }
      this.size = end;
      return message;
    });
  }

  /** @returns undefined while the message is still to be forwarded */
  async outcome(): Promise<string | undefined> {
    return (await this.tags()).find(({ Key }) => Key === OUTCOME_TAG)?.Value;
  }

  /** Leaves other tags as they are. */
  async recordOutcome(outcome: string): Promise<void> {
    const others = (await this.tags()).filter(({ Key }) => Key !== OUTCOME_TAG);
    await attempt("tag", () => {
      const Tagging = { TagSet: [...others, { Key: OUTCOME_TAG, Value: outcome }] };
      const { abortSignal } = this;
      return this.s3.send(new PutObjectTaggingCommand({ ...this.place, Tagging }), { abortSignal });
    });
  }

  private tags(): Promise<Tag[]> {
    this.tagSet ??= attempt("read the tags of", async () => {
      const { abortSignal } = this;
      const { TagSet = [] } = await this.s3.send(new GetObjectTaggingCommand(this.place), { abortSignal });
      return TagSet;
    });
    return this.tagSet;
  }
}

async function attempt<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ForwardingError) throw error;
    throw new ForwardingError("storage", `Could not ${what} the stored message: ${describe(error)}.`);
  }
}
