import { DeleteParameterCommand, GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { UserError } from "../../../src/user-error";
import type { Installation } from "../installation";
import type { Step } from "../step";

/** A parameter holds 4096 characters. */
const LONGEST_NOTE = 300;

/**
 * A restore that was begun and is not finished: what AWS could not tell by itself. It stands in a parameter of AWS
 * Systems Manager, so that any machine goes on with it. None of it is a secret.
 */
export interface RestoreRecord {
  readonly begunAt: string;
  /** The moment that was asked for, in ISO 8601. */
  readonly moment: string;
  /** Recovery point of the files; missing where the files stay as they are. */
  readonly filesPoint?: string;
  /** Recovery point of the database; missing where it is restored to the second. */
  readonly databasePoint?: string;
  /** Resource id of the cluster that was in use, which it keeps under every name. */
  readonly former: string;
  /** Roles of the instances that it had: `writer`, `reader`. */
  readonly roles: readonly string[];
  /** Logs that it exported. */
  readonly logs: readonly string[];
  /** Parts that are done and that AWS does not show, each with what was seen. */
  readonly done: Readonly<Record<string, string>>;
}

/** The record of a restore: as the parameter has it, or as it will be. */
export class RestoreRecords {
  private readonly name: string;
  private planned?: RestoreRecord;
  private stored?: RestoreRecord;

  constructor(private readonly installation: Installation) {
    this.name = `${installation.procedureParameter}-restore`;
  }

  /** @throws where there is neither one nor a plan of one */
  get current(): RestoreRecord {
    const record = this.stored ?? this.planned;
    if (record) return record;
    throw new Error("There is no record of a restore.");
  }

  get isStored(): boolean {
    return this.stored !== undefined;
  }

  /** Takes what is stored, if anything is. */
  async read(): Promise<RestoreRecord | undefined> {
    try {
      const { Parameter } = await this.installation.clients.ssm.send(
        new GetParameterCommand({ Name: this.name }),
      );
      this.stored = JSON.parse(Parameter!.Value!) as RestoreRecord;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    return this.stored;
  }

  /** Nothing is stored before the first step. */
  plan(record: RestoreRecord): void {
    this.planned = record;
  }

  async store(record = this.current): Promise<void> {
    await this.installation.clients.ssm.send(
      new PutParameterCommand({
        Name: this.name,
        Value: JSON.stringify(record),
        Type: "String",
        Overwrite: true,
        Description: "A restore that is not finished. npm run restore reads it.",
      }),
    );
    this.stored = record;
  }

  /** Notes that a part is done. @param seen what was seen of it; undefined takes the note away */
  async note(part: string, seen: string | undefined): Promise<void> {
    const { [part]: _, ...others } = this.current.done;
    const done = seen === undefined ? others : { ...others, [part]: seen.slice(0, LONGEST_NOTE) };
    await this.store({ ...this.current, done });
  }

  async remove(): Promise<void> {
    try {
      await this.installation.clients.ssm.send(new DeleteParameterCommand({ Name: this.name }));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    this.stored = undefined;
  }
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
    `The restore to ${record.moment} is in the middle of its exchange, so files and database may be of different moments. ` +
      `Go on with it (npm run restore -- ${environment}), or take it back (npm run restore -- ${environment} --undo).`,
  );
}

/** Between the first and the last step that changes what is in use. */
export function isExchanging({ done }: RestoreRecord): boolean {
  const back = done[STAGES.undoing] !== undefined;
  if (back) return done[STAGES.undone] === undefined;
  return done[STAGES.exchanging] !== undefined && done[STAGES.exchanged] === undefined;
}

/** A step that notes that a part is done, and when. */
export function noteOf(records: RestoreRecords, part: string, title: string): Step {
  return {
    title,
    takes: "1 s",
    look: async () => ({ is: records.current.done[part] === undefined ? "to do" : "done" }),
    begin: () => records.note(part, new Date().toISOString()),
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === "ParameterNotFound";
}
