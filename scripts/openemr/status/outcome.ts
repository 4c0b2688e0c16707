import { type Activity, printable } from "./log-lines";
import type { ServiceStatus } from "./service";
import type { RunningTask } from "./tasks";

/** The answer for somebody who wants to use OpenEMR. */
export type Outcome = "serving" | "working" | "down" | "unknown";

/** Exit codes of the command; 1 is also that of an error. */
export const EXIT_CODES: Readonly<Record<Outcome, number>> = { serving: 0, unknown: 1, working: 2, down: 3 };

export interface Verdict {
  readonly outcome: Outcome;
  /** One sentence for a person, without an end. */
  readonly summary: string;
}

/** Work of which there is one at a time, and for which all others wait. */
const CHANGES = new Set(["installing", "upgrading"]);

/** @param logProblem why the tasks' logs could not be read, if so */
export function judge(
  service: ServiceStatus,
  tasks: readonly RunningTask[],
  logProblem: string | undefined,
): Verdict {
  const serving = tasks.filter(serves);
  if (logProblem !== undefined && serving.length > 0) {
    return {
      outcome: "unknown",
      summary: "healthy for ECS, but whether it serves, installs or upgrades is only in the tasks' logs",
    };
  }
  const change = tasks.map(({ activity }) => activity).find((each) => each && CHANGES.has(each.state));
  if (serving.length > 0) {
    const count = `${serving.length} of ${service.counts.desired} task${service.counts.desired === 1 ? "" : "s"}`;
    return { outcome: "serving", summary: `serving with ${count}${change ? `, ${nameOf(change)}` : ""}` };
  }
  if (change) return { outcome: "working", summary: `not serving yet: ${nameOf(change)}` };
  if (service.counts.desired === 0) return { outcome: "down", summary: "stopped: no task is wanted" };
  if (isUnderWay(service)) {
    return { outcome: "working", summary: `not serving yet: the deployment is ${service.deployment.state}` };
  }
  const some = tasks.length > 0 ? `${tasks.length} started, none serves` : "none runs";
  return { outcome: "down", summary: `down: of ${service.counts.desired} tasks, ${some}` };
}

/** Whether something goes on that will change how it is. */
export function isUnderWay({ deployment }: ServiceStatus): boolean {
  return deployment.state === "in progress" || deployment.state === "being rolled back";
}

/** A healthy task that is silent serves: one that does not says so once a minute. */
export function serves({ status, health, activity }: RunningTask): boolean {
  if (status !== "RUNNING" || health === "UNHEALTHY") return false;
  return activity ? activity.state === "serving" : health === "HEALTHY";
}

/** e.g. `upgrading 7.0.3 to 8.4.1`. */
export function nameOf({ state, about }: Activity): string {
  return about ? `${printable(state)} ${about}` : state;
}
