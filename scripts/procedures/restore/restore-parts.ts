import type { Installation } from "../installation";
import { resumeAutoscaling, suspendAutoscaling } from "../service/autoscaling";
import { openSignInPage } from "../service/sign-in-page";
import { startTasks, stopTasks } from "../service/tasks";
import type { Step } from "../step";
import { Clusters } from "./clusters";
import { type MaintenanceScript, maintenanceTask } from "./maintenance-task";
import { RestoreRecords } from "./record";

/** Steps that several procedures of a restore share. */
export class RestoreParts {
  readonly records: RestoreRecords;
  readonly clusters: Clusters;

  constructor(readonly installation: Installation) {
    this.records = new RestoreRecords(installation);
    this.clusters = new Clusters(installation, this.records);
  }

  task(title: string, script: MaintenanceScript, takes = "3 min"): Step[] {
    const environment = async () => {
      const made = await this.clusters.find("new");
      const { filesPoint } = this.records.current;
      return { RESTORED_HOST: made?.Endpoint ?? "", FILES: filesPoint ? "restored" : "in use" };
    };
    return maintenanceTask(this.installation, this.records, { title, script, takes, environment });
  }

  stop(): Step[] {
    return [suspendAutoscaling(this.installation), stopTasks(this.installation)];
  }

  start(): Step[] {
    return [
      startTasks(this.installation),
      resumeAutoscaling(this.installation),
      openSignInPage(this.installation),
    ];
  }
}
