import { existsSync, mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const PATIENCE_SECONDS = 300;
const PAUSE_MILLISECONDS = 50;

/** Gives the run a folder for what its tests share. It goes with this process; Jest takes no function that removes it. */
export default function setUp(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "shared-by-tests-"));
  process.env.SHARED_BY_TESTS = folder;
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  return remove;
}

/**
 * A folder that all tests of a run share, and must not change. The first that needs it makes it, and the others wait.
 *
 * @param make a folder elsewhere, from where it is moved: it is there once it is complete
 */
export function sharedFolder(name: string, make: () => string): string {
  const folder = placeOf(name);
  for (const isMine of untilThere(folder)) {
    if (isMine) renameSync(make(), folder);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MILLISECONDS);
  }
  return folder;
}

/** Such a folder, where making it takes a promise. */
export async function sharedFolderOf(name: string, make: () => Promise<string>): Promise<string> {
  const folder = placeOf(name);
  for (const isMine of untilThere(folder)) {
    if (isMine) renameSync(await make(), folder);
    else await setTimeout(PAUSE_MILLISECONDS);
  }
  return folder;
}

const placeOf = (name: string) => join(process.env.SHARED_BY_TESTS!, name);

/** Until the folder is there: true while its lock is held to make it, false where somebody else makes it. */
function* untilThere(folder: string): Generator<boolean, void> {
  const deadline = Date.now() + PATIENCE_SECONDS * 1000;
  while (!existsSync(folder)) {
    if (takeLock(folder)) {
      try {
        if (!existsSync(folder)) yield true;
      } finally {
        rmdirSync(lockOf(folder));
      }
    } else {
      checkTime(folder, deadline);
      yield false;
    }
  }
}

function checkTime(folder: string, deadline: number): void {
  if (Date.now() > deadline) {
    throw new Error(`Another test has not made ${folder} within ${PATIENCE_SECONDS} s.`);
  }
}

const lockOf = (folder: string) => `${folder}.lock`;

/** @returns whether nobody else has it */
function takeLock(folder: string): boolean {
  try {
    mkdirSync(lockOf(folder));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}
