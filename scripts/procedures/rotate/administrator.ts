import type { Installation } from "../installation";
import { maintenanceTask } from "../maintenance-task";
import { forget, type ProcedureRecord, Records, storeRecord } from "../record";
import { refuseDuringExchange } from "../restore/record";
import type { Procedure } from "../step";

/** A rotation that was begun longer ago than this, in milliseconds, is not the one that is asked for now. */
const ONE_ROTATION = 60 * 60_000;

/** Name of the note that the task has ended well. */
const PART = "administrator";

/**
 * Gives OpenEMR's first administrator a new password: a task makes it up, hashes it by OpenEMR's own code, and puts it
 * into OpenEMR's table and into Secrets Manager. No command, log or record has it.
 */
export async function rotateAdministrator(installation: Installation): Promise<Procedure> {
  const { environment, administratorSecretArn } = installation;
  await refuseDuringExchange(installation);
  const records = new Records(installation, "rotate");
  const record = await records.read();
  if (!record || isFormer(record)) records.plan({ begunAt: new Date().toISOString(), done: {} });
  return {
    name: "rotate",
    environment,
    again: `npm run rotate -- ${environment} administrator`,
    summary:
      "Gives OpenEMR's first administrator a new password, which only Secrets Manager and OpenEMR's hash of it have. " +
      "Whoever is signed in as that user stays so until the session ends; an account that was locked is open again.",
    steps: [
      storeRecord(records, "Note that the rotation is begun"),
      ...maintenanceTask(installation, records, {
        title: "Give the administrator a new password",
        takes: "3 min",
        part: PART,
        script: "rotate/administrator",
        environment: async () => ({
          ADMINISTRATOR_SECRET: administratorSecretArn,
          SECRETS_REGION: administratorSecretArn.split(":")[3]!,
        }),
      }),
      forget(records, "Note that the rotation is done"),
    ],
    outcome: async () => [
      "The administrator has a new password. To read it: npm run --silent outputs -- " +
        `${environment} administrator_password_command, and run what it prints.`,
    ],
  };
}

/** It has only to be forgotten, and what it noted says nothing of a password that is made today. */
function isFormer({ begunAt, done }: ProcedureRecord): boolean {
  return done[PART] !== undefined && Date.now() - Date.parse(begunAt) > ONE_ROTATION;
}
