import { RDSClient } from "@aws-sdk/client-rds";
import { isEndOfExport, lookAtEndedExport } from "./ended-export";
import { type DatabaseExport, exportDatabase } from "./export-database";
import { readRequest } from "./request";
import { readSettings } from "./settings";

// Retries are safe: RDS refuses a second export with the same identifier.
const rds = new RDSClient({ maxAttempts: 5 });

/**
 * Starts an export of the database to S3, or finds the one that runs. The event may limit it to databases and
 * tables, `{"only": ["openemr.patient_data"]}`; the environment's setting holds otherwise. For RDS's event about the end
 * of an export it looks for warnings instead.
 */
export const handler = async (event?: unknown): Promise<DatabaseExport | string> => {
  const settings = readSettings(process.env);
  const answer = isEndOfExport(event)
    ? await lookAtEndedExport(rds, settings)
    : await exportDatabase(rds, settings, readRequest(event, settings.exportOnly), new Date());
  console.log(JSON.stringify(answer));
  return answer;
};
