import { ECSClient } from "@aws-sdk/client-ecs";
import { settingsFrom } from "../lib/aws-failure";
import { exportFiles, type FileExport, SETTINGS } from "./export-files";

// Retries are safe: a second RunTask with the same token starts nothing.
const ecs = new ECSClient({ maxAttempts: 5 });

/** Starts a copy of OpenEMR's files to S3, or finds the one that runs. It takes no notice of its event. */
export const handler = async (): Promise<FileExport> => {
  const found = await exportFiles(ecs, settingsFrom(SETTINGS, process.env), new Date());
  console.log(JSON.stringify(found));
  return found;
};
