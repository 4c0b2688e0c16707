import type {
  CompleteMultipartUploadRequest,
  CreateMultipartUploadRequest,
  ListPartsRequest,
  PutObjectRequest,
  UploadPartRequest,
} from "@aws-sdk/client-s3";
import { AwsFault } from "./fault";
import type { Part, Service } from "./world";

interface Upload {
  readonly Key: string;
  readonly UploadId: string;
  readonly Initiated: Date;
  readonly parts: Map<number, { readonly Body: Buffer; readonly ChecksumSHA256?: string }>;
}

/**
 * A bucket of S3 with versions. Compared with botocore 1.43.11, model s3-2006-03-01, on 2026-11-30: an upload is completed
 * with all its parts in their order, each by its ETag, or not at all; afterwards it is not there any more.
 */
export class S3Part implements Part {
  readonly objects = new Map<string, Buffer>();
  private readonly uploads = new Map<string, Upload>();
  private made = 0;
  /** Bytes of parts that were sent. */
  sent = 0;

  constructor(private readonly bucket: string) {}

  tick(): void {}

  readonly operations: Service = {
    CreateMultipartUpload: ({ Bucket, Key }: CreateMultipartUploadRequest) => {
      this.check(Bucket);
      const UploadId = `upload-${++this.made}`;
      this.uploads.set(UploadId, { Key: Key!, UploadId, Initiated: new Date(), parts: new Map() });
      return { UploadId };
    },
    ListMultipartUploads: ({ Bucket }: { Bucket: string }) => {
      this.check(Bucket);
      return { Uploads: [...this.uploads.values()].map(({ parts: _, ...upload }) => upload) };
    },
    ListParts: ({ UploadId }: ListPartsRequest) => ({
      Parts: [...this.upload(UploadId).parts].map(([PartNumber, { ChecksumSHA256 }]) => ({
        PartNumber,
        ChecksumSHA256,
        ETag: `"${PartNumber}"`,
      })),
    }),
    UploadPart: ({ UploadId, PartNumber, Body, ChecksumSHA256 }: UploadPartRequest) => {
      this.upload(UploadId).parts.set(PartNumber!, { Body: Body as unknown as Buffer, ChecksumSHA256 });
      this.sent += (Body as unknown as Buffer).length;
      return { ETag: `"${PartNumber}"`, ChecksumSHA256 };
    },
    CompleteMultipartUpload: ({ UploadId, MultipartUpload }: CompleteMultipartUploadRequest) => {
      const { Key, parts } = this.upload(UploadId);
      const bodies = MultipartUpload!.Parts!.map(({ PartNumber, ETag }, i) => {
        const part = parts.get(PartNumber!);
        if (!part || ETag !== `"${PartNumber}"` || PartNumber !== i + 1)
          throw new AwsFault("InvalidPart", "One or more of the specified parts could not be found.");
        return part.Body;
      });
      this.objects.set(Key, Buffer.concat(bodies));
      this.uploads.delete(UploadId!);
      return {};
    },
    PutObject: ({ Bucket, Key, Body }: PutObjectRequest) => {
      this.check(Bucket);
      this.objects.set(Key!, Buffer.from(Body as unknown as string));
      return {};
    },
    HeadObject: ({ Key }: { Key: string }) => {
      if (!this.objects.has(Key)) throw new AwsFault("NotFound", "");
      return { VersionId: "1" };
    },
    DeleteObject: ({ Key, VersionId }: { Key: string; VersionId?: string }) => {
      if (VersionId === undefined) throw new Error("The version of before would stay.");
      this.objects.delete(Key);
      return {};
    },
  };

  private check(bucket: string | undefined): void {
    if (bucket !== this.bucket) throw new AwsFault("NoSuchBucket", `${bucket} does not exist.`);
  }

  private upload(id: string | undefined): Upload {
    const found = this.uploads.get(id!);
    if (!found) throw new AwsFault("NoSuchUpload", "The specified multipart upload does not exist.");
    return found;
  }
}
