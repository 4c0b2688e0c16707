import { UserError } from "../../src/user-error";
import type { Remains } from "../terraform/interrupted/remains";
import type { Lockable } from "./installation";
import { type ProcedureRecord, RECORDED, Records } from "./record";
import { commandOf, isExchanging, nameOf, type RestoreRecord } from "./restore/record";
import { isOpen, type UpgradeRecord } from "./upgrade/record";

/** The data that would go. */
type Destroyed = Pick<Remains, "isWorthless" | "hasOutputs">;

/** @returns what is not finished and how to end it; `undefined` where nothing may be destroyed too early */
type Judge = (record: ProcedureRecord, environment: string, destroyed: Destroyed) => string | undefined;

/** Tells of each procedure that keeps a record whether a destroy has to wait for its end. */
const JUDGES: Readonly<Record<(typeof RECORDED)[number], Judge | undefined>> = {
  // It is a destroy itself.
  remove: undefined,
  restore: (record, environment) => judgeRestore(record as RestoreRecord, environment),
  // Their changes are in the last backup, or go.
  rotate: undefined,
  "run-script": undefined,
  upgrade: (record, environment, destroyed) =>
    destroyed.isWorthless ? undefined : judgeUpgrade(record as UpgradeRecord, environment),
};

/** @throws UserError where a procedure is not finished without whose end nothing may be destroyed */
export async function refuseUnfinished(installation: Lockable, destroyed: Destroyed): Promise<void> {
  const { environment } = installation;
  const first = destroyed.hasOutputs
    ? ""
    : ` Terraform's outputs are gone, by which procedures find the installation. Bring them back first: npm run deploy -- ${environment}.`;
  for (const procedure of RECORDED) {
    const judge = JUDGES[procedure];
    const record = judge && (await new Records(installation, procedure).read());
    const why = record && judge(record, environment, destroyed);
    if (why) throw new UserError(`${why}${first} Nothing was changed.`);
  }
}

function judgeRestore(record: RestoreRecord, environment: string): string {
  const finish = `npm run restore -- ${environment} --finish`;
  const wayOut = isExchanging(record)
    ? `It is in the middle of its exchange. Go on with it (${commandOf(record, environment)}), or take it back (npm run restore -- ${environment} --undo). Then finish it: ${finish}.`
    : `Finish it (${finish}), or go back first (--undo, then --finish).`;
  return (
    `The ${nameOf(record)} is not finished: there may be a second database, which Terraform does not know and at which a destroy would stop half way. ` +
    wayOut
  );
}

function judgeUpgrade(record: UpgradeRecord, environment: string): string | undefined {
  if (!isOpen(record)) return undefined;
  const { from, to } = record;
  return (
    `The upgrade from ${from} to ${to} is not finished, so the last backup could have a database between two versions. ` +
    `Go on with it: npm run upgrade -- ${environment} --to ${to}. Or take it back: npm run upgrade -- ${environment} --back.`
  );
}
