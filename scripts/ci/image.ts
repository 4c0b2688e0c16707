import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCommand } from "../terminal/run-command";
import { planEnvironment } from "../terraform/environment-plan";
import { PROJECT, readArguments } from "./lib/arguments";
import { Runner } from "./lib/runner";

/** Repositories of ECR, which AWS scans by itself and which this job has no credentials for. */
const IN_ECR = /\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/;

/**
 * Tells the workflow which image of OpenEMR an environment runs, as the output `reference`; nothing for one in ECR.
 *
 *     node --require tsx/cjs scripts/ci/image.ts trial
 */
runCommand(async (args) => {
  const { environment } = readArguments(args, []);
  const folder = mkdtempSync(path.join(tmpdir(), "image-"));
  try {
    const { json } = await planEnvironment(PROJECT, environment, { folder });
    const given = (name: string) => String(json.variables?.[name]?.value ?? "");
    const repository = given("openemr_image_repository");
    const version = given("openemr_version");
    const isScannedByAws = IN_ECR.test(repository);
    if (isScannedByAws) console.log(`${repository} is in ECR: its scans are in the repository.`);
    new Runner(process.env).output("reference", isScannedByAws ? "" : `${repository}:${version}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
