import { RDSClient } from "@aws-sdk/client-rds";
import { settingsFrom } from "../lib/aws-failure";
import { type DatabaseExport, exportDatabase, SETTINGS } from "./export-database";
import { readRequest } from "./request";

// Retries are safe: RDS refuses a second export with the same identifier.
const rds = new RDSClient({ maxAttempts: 5 });

/**
 * Starts an export of the database to S3, or finds the one that runs. The event may limit it to databases and
 * tables, `{"only": ["openemr.patient_data"]}`; the environment's setting holds otherwise.
 */
export const handler = async (event?: unknown): Promise<DatabaseExport> => {
  const settings = settingsFrom(SETTINGS, process.env);
  const request = readRequest(event, settings.EXPORT_ONLY);
  const found = await exportDatabase(rds, settings, request, new Date());
  console.log(JSON.stringify(found));
  return found;
};
