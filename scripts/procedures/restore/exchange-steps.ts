import { timeOf } from "../record";
import type { Step } from "../step";
import { keepDeploysAway, letDeploysIn } from "./deploy-lock";
import { deployRestoredVersion } from "./deployed-version";
import { rename, stopLogExport } from "./exchange";
import { isExchanging, type RestoreRecords, STAGES } from "./record";
import type { RestoreParts } from "./restore-parts";
import { addInstance, setMasterPassword } from "./restored-database";
import { takeOverSettings } from "./settings";

export interface ExchangeOptions {
  /** A reason, which a deploy is told that is kept away meanwhile. */
  readonly why: string;
  /** Steps between the stop of the tasks and the exchange: deploying the version of the restored data. @default - none */
  readonly whileStopped?: readonly Step[];
  /** Ends tasks that ECS protects because they install or upgrade. @default false: they end first */
  readonly endsProtectedTasks?: boolean;
}

/** Whatever brings something beside what is in use, then the exchange of the two. Once it is over, nothing of it is repeated. */
export async function withExchange(
  parts: RestoreParts,
  prepare: readonly Step[],
  { why, whileStopped = [], endsProtectedTasks }: ExchangeOptions,
): Promise<Step[]> {
  const { installation, records, clusters } = parts;
  const { filesPoint, done } = records.current;
  // OpenEMR's work since must not be mistaken for a step that is not done.
  if (done[STAGES.exchanged] !== undefined) return [noteExchange(records), letDeploysIn(installation)];
  // A reader may have come or gone since a rehearsal.
  const roles = isExchanging(records.current) ? records.current.roles : await parts.rolesOf("former");
  const { inUse, replaced } = clusters.names;
  // Once OpenEMR could be started again, it is not stopped a second time.
  const mayServe = done["adopt-passwords"] !== undefined;
  return [
    ...prepare,
    ...(mayServe
      ? []
      : [
          parts.noteBegin(roles),
          ...parts.stop(endsProtectedTasks),
          ...whileStopped,
          deployRestoredVersion(installation, records),
          keepDeploysAway(installation, why),
        ]),
    stopLogExport(installation, clusters, "former"),
    ...rename(installation, clusters, "former", replaced, roles),
    ...rename(installation, clusters, "new", inUse, ["writer"]),
    ...(filesPoint ? parts.task("Exchange the files", "exchange-files") : []),
    // It may have been rotated since it was looked into.
    setMasterPassword(installation, clusters, records, "new", "password-of-exchange"),
    ...parts.task("Give OpenEMR's user today's password", "adopt-passwords"),
    // All names fit again. Where tasks refuse to start, a deploy may be what helps.
    letDeploysIn(installation),
    ...parts.start(),
    takeOverSettings(installation, clusters, records),
    ...(roles.includes("reader") ? [addInstance(installation, clusters, "reader")] : []),
    noteExchange(records),
  ];
}

function noteExchange(records: RestoreRecords): Step {
  return timeOf(records, STAGES.exchanged, "Note that the exchange is done");
}
