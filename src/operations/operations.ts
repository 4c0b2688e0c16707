import { Construct } from "constructs";
import { MaintenanceTask, type MaintenanceTaskProps } from "./maintenance-task";
import { ProcedureLock } from "./procedure-lock";

/** The things in the account that an operator's procedures need: `npm run restore` and the like. */
export class Operations extends Construct {
  constructor(scope: Construct, id: string, props: MaintenanceTaskProps) {
    super(scope, id);
    new MaintenanceTask(this, "maintenance", props);
    new ProcedureLock(this, "procedure", props);
  }
}
