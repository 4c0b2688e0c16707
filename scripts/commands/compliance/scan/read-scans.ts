import path from "node:path";
import type { PlannedResource } from "../../../plan/resource";
import type { ImageScan } from "./image-scan";
import { readTrivyScan } from "./trivy-scan";

/** In place of the file of a scan: what ECR itself found. */
const ECR = "ecr";

/**
 * Reads the scans that a person asked for.
 *
 * @param here where their files are
 */
export async function readScans(
  scans: readonly string[],
  resources: readonly PlannedResource[],
  here: string,
): Promise<ImageScan[]> {
  const read = await Promise.all(
    scans.map(async (scan) => {
      if (scan !== ECR) return [readTrivyScan(path.resolve(here, scan), scan)];
      // Loading AWS's SDK takes longer than a report without it.
      const { scansInEcr } = require("./ecr-scan") as typeof import("./ecr-scan");
      return scansInEcr(resources);
    }),
  );
  return read.flat();
}
