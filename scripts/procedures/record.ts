import { DeleteParameterCommand, GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { notShown } from "../aws/aws-fault";
import type { Lockable } from "./installation";
import type { Step } from "./step";

/** A parameter holds 4096 characters. */
const LONGEST_NOTE = 400;

/** Characters at the end of a note that stay where it is cut: scripts say there which version their image has. */
const KEPT_END = 100;

/** The procedures that keep a record, each by the last part of its parameter's name. */
export const RECORDED = ["remove", "restore", "rotate", "run-script", "upgrade"] as const;

/** A procedure that was begun and is not finished: what AWS could not tell by itself. None of it is a secret. */
export interface ProcedureRecord {
  readonly begunAt: string;
  /** Parts that are done and that AWS does not show, each with what was seen. */
  readonly done: Readonly<Record<string, string>>;
}

/**
 * The record of a procedure: as a parameter of AWS Systems Manager has it, so that any machine goes on with it, or as it
 * will be.
 */
export class Records<T extends ProcedureRecord = ProcedureRecord> {
  private readonly name: string;
  private planned?: T;
  private stored?: T;

  constructor(
    private readonly installation: Lockable,
    private readonly procedure: (typeof RECORDED)[number],
  ) {
    this.name = `${installation.procedureParameter}-${procedure}`;
  }

  /** @throws where there is neither one nor a plan of one */
  get current(): T {
    const record = this.stored ?? this.planned;
    if (record) return record;
    throw new Error(`There is no record of a procedure ${this.procedure}.`);
  }

  get isStored(): boolean {
    return this.stored !== undefined;
  }

  /** Takes what is stored, if anything is. */
  async read(): Promise<T | undefined> {
    try {
      const { Parameter } = await this.installation.clients.ssm.send(
        new GetParameterCommand({ Name: this.name }),
      );
      this.stored = JSON.parse(Parameter!.Value!) as T;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    return this.stored;
  }

  /** Nothing is stored before the first step. It takes the place of one that is over. */
  plan(record: T): void {
    this.planned = record;
    this.stored = undefined;
  }

  /** @returns the version of the parameter */
  async store(record: T = this.current): Promise<number | undefined> {
    const { Version } = await this.installation.clients.ssm.send(
      new PutParameterCommand({
        Name: this.name,
        Value: JSON.stringify(record),
        Type: "String",
        Overwrite: true,
        Description: `A procedure that is not finished. npm run ${this.procedure} reads it.`,
      }),
    );
    this.stored = record;
    return Version;
  }

  /** Notes that a part is done. @param seen what was seen of it; undefined takes the note away */
  async note(part: string, seen: string | undefined): Promise<void> {
    const { [part]: _, ...others } = this.current.done;
    const done = seen === undefined ? others : { ...others, [part]: shortened(seen) };
    await this.store({ ...this.current, done });
  }

  /**
   * Notes a part with AWS's time: what AWS dates later was begun later, whatever this machine's clock shows.
   */
  async noteTime(part: string): Promise<void> {
    const version = await this.store();
    const { Parameter } = await this.installation.clients.ssm.send(
      new GetParameterCommand({ Name: this.name }),
    );
    // A time from before would let too much count.
    if (Parameter?.Version !== version) throw notShown("what was noted");
    await this.note(part, Parameter!.LastModifiedDate!.toISOString());
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

/** A first step: from then on any machine knows of the procedure. */
export function storeRecord(records: Records, title: string): Step {
  return {
    title,
    takes: "1 s",
    look: async () => ({ is: records.isStored ? "done" : "to do" }),
    begin: async () => {
      await records.store();
    },
  };
}

/** A step that notes that a part is done, and when. */
export function noteOf(records: Records, part: string, title: string): Step {
  return {
    title,
    takes: "1 s",
    look: async () => ({ is: records.current.done[part] === undefined ? "to do" : "done" }),
    begin: () => records.note(part, new Date().toISOString()),
  };
}

/** A step that notes AWS's time, after which something else begins. */
export function timeOf(records: Records, part: string, title: string): Step {
  return {
    title,
    takes: "1 s",
    look: async () => ({ is: records.current.done[part] === undefined ? "to do" : "done" }),
    begin: () => records.noteTime(part),
  };
}

/** The last step: then the procedure is not under way any more. */
export function forget(records: Records, title: string): Step {
  return {
    title,
    takes: "1 s",
    look: async () => ({ is: (await records.read()) ? "to do" : "done" }),
    begin: () => records.remove(),
  };
}

function shortened(note: string): string {
  if (note.length <= LONGEST_NOTE) return note;
  const gap = " ... ";
  return note.slice(0, LONGEST_NOTE - KEPT_END - gap.length) + gap + note.slice(-KEPT_END);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === "ParameterNotFound";
}
