import { finishRestore } from "../../../../scripts/procedures/restore/finish";
import { restore } from "../../../../scripts/procedures/restore/restore";
import { undoRestore } from "../../../../scripts/procedures/restore/undo";
import { MOMENT, type restoreAccount } from "./restore-account";
import { offline } from "./upgrade-account";

export const toThatMoment = offline((installation) =>
  restore(installation, { keepFiles: false, rehearse: false, to: MOMENT }),
);
export const undo = offline(undoRestore);
export const finish = offline(finishRestore);

export function stateOf(account: ReturnType<typeof restoreAccount>) {
  return {
    ...account.inUse(),
    running: account.service.running,
    suspended: account.service.suspended.DynamicScalingOutSuspended ?? false,
    deploys: account.deploys(),
  };
}

export const OF_THEN = { database: MOMENT, files: MOMENT, running: 2, suspended: false, deploys: "none" };
export const OF_TODAY = { ...OF_THEN, database: "today", files: "today" };
