import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  paginateListParts,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";

/** Bytes of a part: S3 takes 10,000 of them, so a packed backup may have 640 GB. */
const PART = 64 * 1024 * 1024;

export interface Target {
  readonly Bucket: string;
  readonly Key: string;
}

/**
 * Uploads something of unknown length. Stopped and begun again with the same bytes, it sends only those that S3 does not
 * have yet.
 *
 * @param progress gets the bytes that S3 has
 * @returns digest of all bytes, in SHA-256
 */
export async function upload(
  s3: S3Client,
  target: Target,
  content: Readable,
  progress: (bytes: number) => void,
  size = PART,
): Promise<string> {
  const UploadId = (await unfinished(s3, target)) ?? (await begin(s3, target));
  const there = await partsOf(s3, target, UploadId);
  const whole = createHash("sha256");
  const Parts: CompletedPart[] = [];
  let bytes = 0;
  for await (const Body of pieces(content, size)) {
    whole.update(Body);
    const ChecksumSHA256 = createHash("sha256").update(Body).digest("base64");
    const PartNumber = Parts.length + 1;
    const known = there.get(PartNumber);
    const ETag =
      known?.ChecksumSHA256 === ChecksumSHA256
        ? known.ETag
        : (await s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber, Body, ChecksumSHA256 })))
            .ETag;
    Parts.push({ PartNumber, ETag, ChecksumSHA256 });
    bytes += Body.length;
    progress(bytes);
  }
  await s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
  return whole.digest("hex");
}

async function begin(s3: S3Client, target: Target): Promise<string> {
  const query = new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: "SHA256" });
  return (await s3.send(query)).UploadId!;
}

/** The newest upload to this key that was begun and is not complete. Each import has keys of its own, so they are few. */
async function unfinished(s3: S3Client, { Bucket, Key }: Target): Promise<string | undefined> {
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }));
  const own = Uploads.filter((each) => each.Key === Key);
  return own.sort((one, other) => other.Initiated!.getTime() - one.Initiated!.getTime())[0]?.UploadId;
}

async function partsOf(s3: S3Client, target: Target, UploadId: string) {
  const parts = new Map<number, { readonly ETag?: string; readonly ChecksumSHA256?: string }>();
  for await (const { Parts = [] } of paginateListParts({ client: s3 }, { ...target, UploadId })) {
    for (const part of Parts) parts.set(part.PartNumber!, part);
  }
  return parts;
}

async function* pieces(content: Readable, size: number): AsyncGenerator<Buffer> {
  let kept: Buffer[] = [];
  let length = 0;
  for await (const chunk of content) {
    kept.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    while (length >= size) {
      const all = Buffer.concat(kept);
      yield all.subarray(0, size);
      kept = [all.subarray(size)];
      length -= size;
    }
  }
  if (length > 0) yield Buffer.concat(kept);
}
