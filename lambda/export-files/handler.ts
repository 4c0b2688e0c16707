import { ECSClient } from "@aws-sdk/client-ecs";
import { exportFiles, type FileExport } from "./export-files";
import { readSettings } from "./settings";

// Retries are safe: a second RunTask with the same token starts nothing.
const ecs = new ECSClient({ maxAttempts: 5 });

/** Starts a copy of OpenEMR's files to S3, or finds the one that runs. It takes no notice of its event. */
export const handler = async (): Promise<FileExport> => {
  const found = await exportFiles(ecs, readSettings(process.env), new Date());
  console.log(JSON.stringify(found));
  return found;
};
