import type { Installation } from "../installation";
import { refuseDuringExchange } from "../restore/record";
import type { Procedure } from "../step";
import { resumeAutoscaling, suspendAutoscaling } from "./autoscaling";
import { hideMaintenancePage, showMaintenancePage } from "./maintenance-page";
import { openSignInPage } from "./sign-in-page";
import { startTasks, stopTasks } from "./tasks";

/** For work during which nothing may write to database or files. */
export function stop(installation: Installation): Procedure {
  const { environment } = installation;
  return {
    name: "stop",
    environment,
    summary:
      "Stops all tasks of OpenEMR. People who work in it now lose what they have not saved, and see a page from then on that says that OpenEMR is stopped (503). " +
      "A deploy does not start it again.",
    steps: [suspendAutoscaling(installation), showMaintenancePage(installation), stopTasks(installation)],
    outcome: async () => [`OpenEMR is stopped. To start it: npm run start -- ${environment}`],
  };
}

/** @throws UserError in the middle of a restore, where files and database may be of different moments */
export async function start(installation: Installation): Promise<Procedure> {
  await refuseDuringExchange(installation);
  const { environment, url } = installation;
  return {
    name: "start",
    environment,
    summary:
      "Starts as many tasks of OpenEMR as autoscaling keeps at least, and lets autoscaling decide from then on.",
    steps: [
      startTasks(installation),
      hideMaintenancePage(installation),
      resumeAutoscaling(installation),
      openSignInPage(installation),
    ],
    outcome: async () => [`OpenEMR serves at ${url}`],
  };
}
