import type { Installation } from "../installation";
import { maintenanceTask } from "../maintenance-task";
import { resumeAutoscaling, suspendAutoscaling } from "../service/autoscaling";
import { hideMaintenancePage, showMaintenancePage } from "../service/maintenance-page";
import { openSignInPage } from "../service/sign-in-page";
import { startTasks, stopTasks } from "../service/tasks";
import type { Step } from "../step";
import { Clusters, type Which } from "./clusters";
import { RestoreRecords, STAGES } from "./record";
import { folderSettings } from "./restored-files";

/** The scripts, which stand beside this file. */
type RestoreScript = "look-into" | "exchange-files" | "take-back-files" | "adopt-passwords" | "remove-files";

/** A last snapshot that `--finish` left, by the name that its database had. */
const FINISHED = /-(replaced|restored)-\d{14}$/;

/** Folders in a backup with the files that were in use with such a database. */
const BESIDE: Readonly<Record<string, string>> = {
  replaced: "sites-replaced",
  restored: "aws-backup-restore_*/sites",
};

/** The folder that an import makes. */
const MOVED_IN = "aws-backup-restore_import";

/** The folder that `look-into` found and looked into, which begins what it printed. */
const LOOKED_INTO = /^(aws-backup-restore_\S+): /;

/** Steps that several procedures of a restore share. */
export class RestoreParts {
  readonly records: RestoreRecords;
  readonly clusters: Clusters;

  constructor(readonly installation: Installation) {
    this.records = new RestoreRecords(installation);
    this.clusters = new Clusters(installation, this.records);
  }

  task(title: string, script: RestoreScript, part: string = script): Step[] {
    const environment = async () => {
      const made = await this.clusters.find("new");
      const { filesPoint, filesMoment, databasePoint = "", done, imported } = this.records.current;
      const folder = imported ? MOVED_IN : LOOKED_INTO.exec(done["look-into"] ?? "")?.[1];
      const beside = BESIDE[FINISHED.exec(databasePoint)?.[1] ?? ""];
      return {
        RESTORED_HOST: made?.Endpoint ?? "",
        FILES: filesPoint ? "restored" : "in use",
        ...(filesMoment && { FILES_OF: filesMoment }),
        ...(filesPoint && beside && { BESIDE: beside }),
        ...folderSettings(this.records),
        ...(folder && { FOLDER: folder }),
      };
    };
    return maintenanceTask(this.installation, this.records, {
      title,
      script: `restore/${script}`,
      part,
      takes: "3 min",
      environment,
    });
  }

  /** Roles of a cluster's instances: `writer`, `reader`. */
  async rolesOf(which: Which): Promise<string[]> {
    const cluster = await this.clusters.find(which);
    const instances = cluster ? await this.clusters.instances(cluster) : [];
    return instances.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier!.split("-").at(-1)!).sort();
  }

  /** From here on files and database may be of different moments, until the exchange or its undo is done. */
  noteBegin(roles: readonly string[]): Step {
    return {
      title: "Note that the exchange begins",
      takes: "1 s",
      look: async () => ({ is: this.records.current.done[STAGES.exchanging] ? "done" : "to do" }),
      begin: async () => {
        const { current } = this.records;
        const done = { ...current.done, [STAGES.exchanging]: new Date().toISOString() };
        await this.records.store({ ...current, roles, done });
      },
    };
  }

  /** @param endsProtected ends tasks that ECS protects because they install or upgrade */
  stop(endsProtected = false): Step[] {
    return [
      suspendAutoscaling(this.installation),
      showMaintenancePage(this.installation),
      stopTasks(this.installation, endsProtected),
    ];
  }

  start(): Step[] {
    return [
      startTasks(this.installation),
      hideMaintenancePage(this.installation),
      resumeAutoscaling(this.installation),
      openSignInPage(this.installation),
    ];
  }
}
