import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { END_OF_FILES, FILE_BEGINS, SCRIPTS } from "../../../src/application/task-scripts";
import { UserError } from "../../../src/user-error";
import { isTransient } from "../../aws/aws-fault";
import type { RestoreRecords } from "../restore/record";
import type { Seen, Step } from "../step";
import { Interruption, readBackup } from "./look";
import { packed } from "./pack";
import { upload } from "./upload";

/** The things that are carried, each in an object of its own. */
export const CARRIED = ["dump", "files", "scripts"] as const;

/** Note with the digests of what was carried, in the order of {@link CARRIED}. */
const NOTE = "carry";

/** Tries of an upload that fails for a reason that passes. */
const TRIES = 10;

const SCRIPT_FOLDER = path.join(__dirname, "../../../src/application/container");

export interface Carrying {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly records: RestoreRecords;
  /** The backup: a file or folder. */
  readonly from: string;
  /** Name of its site. */
  readonly site: string;
  /** As it was looked into. */
  readonly digest: string;
}

/** Key of an object of this import. */
export function keyOf({ current }: RestoreRecords, name: (typeof CARRIED)[number]): string {
  return `${current.begunAt.replace(/\D/g, "").slice(0, 14)}/${name}`;
}

/** Digests of what was carried, in the order of {@link CARRIED}. @throws where it is not yet */
export function digestsOf({ current }: RestoreRecords): string[] {
  return current.done[NOTE]!.split(" ");
}

/**
 * Carries a backup to the installation's bucket, and notes its digests, by which the task sees that it gets what was
 * looked into. A backup that changes meanwhile is not noted.
 */
export function carry(carrying: Carrying, interval = 10_000): Step {
  const { records } = carrying;
  let now: Seen | undefined;
  const run = async () => {
    for (let tries = 1; ; tries++) {
      try {
        const digests = await carryAll(carrying, (text) => {
          now = { is: "under way", note: text };
        });
        return await records.note(NOTE, digests.join(" "));
      } catch (error) {
        const cause = error instanceof Interruption ? error.cause : error;
        if (!isTransient(cause) || tries >= TRIES) throw cause;
        await sleep(interval);
      }
    }
  };
  return {
    title: "Carry the backup to AWS",
    takes: "1 h for each 50 GB at 120 Mbit/s",
    look: async () => {
      if (records.isStored && records.current.done[NOTE] !== undefined) return { is: "done" };
      return now ?? { is: "to do" };
    },
    begin: async () => {
      now = { is: "under way", note: "begins" };
      // The run must say meanwhile that it is there, so this does not wait for it.
      run().catch((error: Error) => {
        now = { is: "failed", note: `${error.name}: ${error.message}` };
      });
    },
  };
}

async function carryAll(carrying: Carrying, say: (text: string) => void): Promise<string[]> {
  const { s3, bucket: Bucket, records, from, site } = carrying;
  const digests: Record<string, string> = {};
  const digest = await readBackup(from, async (part, _name, content) => {
    const target = { Bucket, Key: keyOf(records, part) };
    const progress = (bytes: number) => say(`${part}: ${(bytes / 1e6).toFixed(0)} MB`);
    digests[part] = await upload(s3, target, packed(part, content, site), progress).catch((error: Error) => {
      throw new Interruption(error);
    });
  });
  if (digest !== carrying.digest) {
    throw new UserError(
      `${from} is not what was looked into: it was changed meanwhile. Nothing of it was loaded. Run the command again when nobody writes to it.`,
    );
  }
  const Body = taskScripts();
  digests.scripts = createHash("sha256").update(Body).digest("hex");
  await s3.send(new PutObjectCommand({ Bucket, Key: keyOf(records, "scripts"), Body }));
  return CARRIED.map((part) => digests[part]!);
}

/** The scripts of OpenEMR's tasks, packed as unpack.sh takes them: the upgrade beside runs the same ones. */
function taskScripts(): string {
  const files = SCRIPTS.map((name) => {
    const text = readFileSync(path.join(SCRIPT_FOLDER, name), "utf8");
    return `${FILE_BEGINS}${name}\n${text.trimEnd()}\n`;
  });
  return gzipSync([...files, `${FILE_BEGINS}${END_OF_FILES}\n`].join("")).toString("base64");
}

/** Takes patients' data out of the bucket again, with its only version. */
export function removeCarried({
  s3,
  bucket: Bucket,
  records,
}: Pick<Carrying, "s3" | "bucket" | "records">): Step {
  const versions = async () => {
    const found: { readonly Key: string; readonly VersionId?: string }[] = [];
    for (const name of CARRIED) {
      const Key = keyOf(records, name);
      const head = await s3.send(new HeadObjectCommand({ Bucket, Key })).catch(orMissing);
      if (head) found.push({ Key, VersionId: head.VersionId });
    }
    return found;
  };
  return {
    title: "Remove the backup from the bucket",
    takes: "1 s",
    // The rest of the import does not need it any more, whatever else is in the bucket.
    look: async () => {
      if (records.current.done["look-into"] === undefined) return { is: "to do" };
      return { is: (await versions()).length === 0 ? "done" : "to do" };
    },
    begin: async () => {
      for (const { Key, VersionId } of await versions()) {
        await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
      }
    },
  };
}

function orMissing(error: Error): undefined {
  if (error.name === "NotFound" || error.name === "NoSuchKey") return undefined;
  throw error;
}
