import { createHash } from "node:crypto";
import { DynamoDBClient, GetItemCommand, ResourceNotFoundException } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { clientSettings } from "../../system/client-settings";
import type { StateUse } from "./state-use";

/** Arguments of Terraform's backend "s3" that say where the state and its lock are. */
interface S3Place {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly dynamodb_table?: string;
  readonly use_lockfile?: boolean;
}

/** A lock, as Terraform writes it. */
interface Lock {
  readonly ID: string;
  readonly Operation?: string;
  readonly Who?: string;
  readonly Created?: string;
}

/** AWS is asked after a failure, so it may be out of reach: each call is tried twice, and silent for so many milliseconds. */
const SILENCE = 5000;

/** Looks at bucket, lock and checksum of a state in S3. @returns what to do about the first that is wrong */
export async function s3Advice(config: object, use: StateUse): Promise<string | undefined> {
  const place = config as S3Place;
  const settings = { ...clientSettings(place.region, SILENCE), maxAttempts: 2 };
  const s3 = new S3Client(settings);
  const dynamodb = new DynamoDBClient(settings);
  try {
    const { takesLock = true } = use;
    return (
      (await credentialsAdvice(s3, use)) ??
      (await bucketAdvice(s3, place, use)) ??
      (takesLock ? await lockAdvice(s3, dynamodb, place, use) : undefined) ??
      (await checksumAdvice(s3, dynamodb, place))
    );
  } catch {
    // Terraform has said what is wrong; where its place cannot be asked, there is nothing to add.
    return undefined;
  } finally {
    s3.destroy();
    dynamodb.destroy();
  }
}

/** Looks whether there are credentials of AWS at all. */
export async function credentialsAdvice(
  { config }: Pick<S3Client, "config">,
  { command }: Pick<StateUse, "command">,
): Promise<string | undefined> {
  try {
    await config.credentials();
    return undefined;
  } catch {
    return (
      "No AWS credentials: `aws sts get-caller-identity` must answer. " +
      `Sign in (aws sso login, or aws configure) or set AWS_PROFILE, and repeat: ${command}`
    );
  }
}

async function bucketAdvice(s3: S3Client, place: S3Place, { command }: StateUse) {
  const { bucket, region } = place;
  const named = `The state bucket "${bucket}" (context.state of cdktf.json, or OPENEMR_STATE_BUCKET)`;
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket }));
    return undefined;
  } catch (error) {
    switch ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode) {
      case 404:
        return (
          `${named} does not exist. Nothing was changed. ` +
          "Correct the name, use the credentials of the account that has it, or create it: npm run bootstrap"
        );
      case 403:
        return (
          `${named} refuses these credentials. Nothing was changed. They are of another account, have expired, or ` +
          `lack s3:ListBucket: \`aws sts get-caller-identity\` shows whose they are. Then repeat: ${command}`
        );
      case 301:
        return `${named} is not in ${region}. Nothing was changed. Correct region in context.state of cdktf.json, or OPENEMR_STATE_REGION.`;
      default:
        throw error;
    }
  }
}

async function lockAdvice(s3: S3Client, dynamodb: DynamoDBClient, place: S3Place, use: StateUse) {
  const { bucket, key, dynamodb_table: table, use_lockfile: usesFile } = place;
  let info: string | undefined;
  try {
    info = table && (await entry(dynamodb, table, `${bucket}/${key}`))?.Info?.S;
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    return (
      `The lock table "${table}" (context.state of cdktf.json, or OPENEMR_STATE_LOCK_TABLE) does not exist in ${place.region}. ` +
      "Nothing was changed. Correct the name, or create it: npm run bootstrap"
    );
  }
  info ??= usesFile ? (await object(s3, bucket, `${key}.tflock`))?.toString() : undefined;
  if (!info) return undefined;
  const { ID, Operation, Who, Created } = JSON.parse(info) as Lock;
  return [
    `Another run (${Who}, ${Operation}, since ${Created}) holds the lock on this state.`,
    `Wait for it to end, and repeat: ${use.command}`,
    "Only when that run is certainly dead, release its lock, and repeat the command:",
    `  terraform -chdir=${use.folder} force-unlock ${ID}`,
  ].join("\n");
}

/** Terraform keeps the MD5 of the state that it wrote last beside the lock. */
async function checksumAdvice(s3: S3Client, dynamodb: DynamoDBClient, place: S3Place) {
  const { bucket, key, dynamodb_table: table } = place;
  const item = `${bucket}/${key}-md5`;
  const written = table && (await entry(dynamodb, table, item))?.Digest?.S;
  if (!written) return undefined;
  const state = await object(s3, bucket, key);
  if (state && createHash("md5").update(state).digest("hex") === written) return undefined;
  return [
    "The state in the bucket is not the one that Terraform wrote last: it was deleted or replaced by hand. Nothing was changed.",
    "Restore the last version, which the bucket still has (of a deleted one, delete the delete marker):",
    `  aws s3api list-object-versions --bucket ${bucket} --prefix ${key}`,
    "Only to begin this state anew, remove its checksum, and repeat the command:",
    `  aws dynamodb delete-item --table-name ${table} --key '{"LockID":{"S":"${item}"}}'`,
  ].join("\n");
}

async function entry(dynamodb: DynamoDBClient, table: string, id: string) {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: table, Key: { LockID: { S: id } }, ConsistentRead: true }),
  );
  return Item;
}

async function object(s3: S3Client, bucket: string, key: string): Promise<Buffer | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Body && Buffer.from(await Body.transformToByteArray());
  } catch (error) {
    if ((error as Error).name === "NoSuchKey") return undefined;
    throw error;
  }
}
