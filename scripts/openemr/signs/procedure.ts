import { printable } from "../status/log-lines";
import { RECORDED, type Recorded, readProcedures } from "../status/run";
import type { ReadSign } from "./sign";

/** Commands of procedures that leave a record until they are finished, where they have another name. */
const COMMANDS: Partial<Record<Recorded, string>> = { "run-script": "run" };

/** Notes that end an upgrade, whose record stays so that it can be taken back. */
const UPGRADE_ENDS = ["upgraded", "taken-back"] as const;

/** A procedure that is under way, or was begun and is not finished. */
export const readProcedure: ReadSign = async ({ ssm }, { environment, procedureParameter }) => {
  const { run, records } = await readProcedures(ssm, procedureParameter);
  const begun = RECORDED.flatMap((procedure) => {
    const record = records.get(procedure);
    return record === undefined || (procedure === "upgrade" && hasEnded(record))
      ? []
      : [{ command: commandOf(procedure, record), procedure, record }];
  });
  if (run === undefined && begun.length === 0) {
    return { name: "Procedures", state: "well", text: "none is under way" };
  }
  const said = [
    ...(run === undefined ? [] : [run.text]),
    ...begun.map(({ command, procedure, record }) => `${command} ${stageOf(procedure, record)}`),
  ];
  const [first] = begun;
  const next = first
    ? `npm run ${first.command} -- ${environment}${optionOf(first.procedure, first.record)}`
    : `npm run status -- ${environment} --watch`;
  return { name: "Procedures", state: "not well", text: said.join("; "), next };
};

function notesOf(record: string): Readonly<Record<string, string>> {
  return (JSON.parse(record) as { done?: Record<string, string> }).done ?? {};
}

/** An import leaves the record of a restore, and goes on by its own command. */
function isImport(record: string): boolean {
  return (JSON.parse(record) as { imported?: object }).imported !== undefined;
}

function commandOf(procedure: Recorded, record: string): string {
  return procedure === "restore" && isImport(record) ? "import" : (COMMANDS[procedure] ?? procedure);
}

function hasEnded(record: string): boolean {
  const done = notesOf(record);
  return UPGRADE_ENDS.some((note) => done[note] !== undefined);
}

function stageOf(procedure: Recorded, record: string): string {
  return procedure === "restore" && isExchanged(record)
    ? "is done, and what is not in use any more is still there"
    : "was begun and is not finished";
}

/** The arguments that go on, with what they do. */
function optionOf(procedure: Recorded, record: string): string {
  if (procedure === "upgrade")
    return ` --to ${printable((JSON.parse(record) as { to: string }).to)} goes on with it`;
  // The database's rotation and that of mail are noted by AWS itself.
  if (procedure === "rotate") return " administrator goes on with it";
  if (procedure === "run-script") return " <the same script> goes on with it";
  if (procedure === "remove") return " goes on with it";
  if (isExchanged(record)) return " --finish removes that for good";
  const { finishing, undoing } = notesOf(record);
  const same = isImport(record) ? " --from <the same backup>" : "";
  return `${finishing ? " --finish" : undoing ? " --undo" : same} goes on with it`;
}

/** The record of a restore stays until `--finish` removes what was replaced. */
function isExchanged(record: string): boolean {
  const { exchanged, undoing, undone, finishing } = notesOf(record);
  if (finishing !== undefined) return false;
  return undoing === undefined ? exchanged !== undefined : undone !== undefined;
}
