import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import { type ProcedureRecord, Records } from "../record";

/** A restore that was begun and is not finished. */
export interface RestoreRecord extends ProcedureRecord {
  /** The moment that was asked for, in ISO 8601; that of an import is when it was begun. */
  readonly moment: string;
  /** A backup of another OpenEMR that moves in, in place of a moment of this one. @default - a restore */
  readonly imported?: { readonly name: string; readonly digest: string };
  /** Recovery point of the files; missing where the files stay as they are. */
  readonly filesPoint?: string;
  /** When that was made, where it is another moment than the database's: that of a last snapshot. */
  readonly filesMoment?: string;
  /** When the database's recovery point was made, where it is hours before or after the files'. */
  readonly databaseMoment?: string;
  /** Recovery point of the database, or name of its last snapshot; missing where it is restored to the second. */
  readonly databasePoint?: string;
  /** Resource id of the cluster that was in use, which it keeps under every name. */
  readonly former: string;
  /** Roles of the instances that it had: `writer`, `reader`. */
  readonly roles: readonly string[];
  /** Logs that it exported. */
  readonly logs: readonly string[];
}

/** The record of a restore. */
export class RestoreRecords extends Records<RestoreRecord> {
  constructor(installation: Installation) {
    super(installation, "restore");
  }
}

/** Its name in a sentence. */
export function nameOf({ moment, imported }: RestoreRecord): string {
  return imported ? `import of ${imported.name}` : `restore to ${moment}`;
}

/** The command that goes on with it. */
export function commandOf({ imported }: RestoreRecord, environment: string): string {
  return `npm run ${imported ? "import" : "restore"} -- ${environment}${imported ? " --from <the same backup>" : ""}`;
}

/** The way back from wherever it is, as a sentence with the command; none before anything was begun. */
export function wayBackOf(records: RestoreRecords, environment: string): string | undefined {
  if (!records.isStored) return undefined;
  const command = `npm run restore -- ${environment}`;
  return records.current.done[STAGES.exchanging] === undefined
    ? `What is in use was not touched. To give it up, and remove what was made beside it: ${command} --finish`
    : `To go back to the database and the files that were in use before: ${command} --undo`;
}

/** Notes of a restore as a whole. */
export const STAGES = {
  exchanging: "exchanging",
  exchanged: "exchanged",
  undoing: "undoing",
  undone: "undone",
  finishing: "finishing",
} as const;

/**
 * @throws UserError while a restore is between its first and its last step that changes what is in use: then files and
 * database may be of different moments
 */
export async function refuseDuringExchange(installation: Installation): Promise<void> {
  const record = await new RestoreRecords(installation).read();
  if (!record || !isExchanging(record)) return;
  const { environment } = installation;
  throw new UserError(
    `The ${nameOf(record)} is in the middle of its exchange, so files and database may be of different moments. ` +
      `Go on with it (${commandOf(record, environment)}), or take it back (npm run restore -- ${environment} --undo).`,
  );
}

/** Between the first and the last step that changes what is in use. */
export function isExchanging({ done }: RestoreRecord): boolean {
  const back = done[STAGES.undoing] !== undefined;
  if (back) return done[STAGES.undone] === undefined;
  return done[STAGES.exchanging] !== undefined && done[STAGES.exchanged] === undefined;
}
