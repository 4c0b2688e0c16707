import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Gives the run a folder for what its tests share. The first test that needs it fills it. */
export default function setUp(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "shared-synthesis-"));
  process.env.SHARED_SYNTHESIS = folder;
  return () => rmSync(folder, { recursive: true });
}
