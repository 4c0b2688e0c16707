import { type Problem, readStatus, type Status } from "../../openemr/status/read-status";
import type { Installation } from "../installation";
import type { Seen, Step } from "../step";

/** An installation that is neither serving nor at work for this long is not coming back by itself. In milliseconds. */
const DOWN_LIMIT = 15 * 60_000;

/** Deployments that ECS gave up. */
const GIVEN_UP = new Set(["failed", "being rolled back", "rolled back", "stopped"]);

/** Follows the tasks until all of them serve with a version, by the eyes of `npm run status`. */
export function followUpgrade(installation: Installation, to: string): Step {
  let downSince: number | undefined;
  return {
    title: `Follow the tasks until they serve ${to}`,
    takes: "10 min; OpenEMR's own scripts may need an hour",
    look: async () => {
      const status = await read(installation);
      const seen = judge(status, to);
      if (seen.is !== "under way" || status.outcome !== "down") downSince = undefined;
      else downSince ??= Date.now();
      const isOver = downSince !== undefined && Date.now() - downSince > DOWN_LIMIT;
      return isOver ? { ...seen, is: "failed" } : seen;
    },
    // Tasks do it by themselves; where ECS has given up, only a deploy or the way back helps.
    begin: async () => {
      downSince = undefined;
    },
  };
}

function read({ clients, ...names }: Installation): Promise<Status> {
  const region = names.databaseArn.split(":")[3]!;
  return readStatus(clients, { ...names, region, container: "openemr" }, new Date());
}

function judge(status: Status, to: string): Seen {
  const { service, summary, version } = status;
  const { state, reason } = service.deployment;
  const note = [summary, ...errors(status)].join(". ");
  if (GIVEN_UP.has(state)) {
    return { is: "failed", note: `The deployment was ${state}${reason ? `: ${reason}` : ""}. ${note}` };
  }
  if (service.counts.desired === 0) return { is: "failed", note: `${summary}. npm run start first.` };
  if (version !== to) {
    // The version is given elsewhere, too, or somebody has deployed another one since.
    const is = state === "completed" ? "failed" : "under way";
    return { is, note: `${version ?? "another version"} is deployed` };
  }
  const isWhole = state === "completed" && service.counts.running >= service.counts.desired;
  const serves = status.outcome === "serving" || (isUnreadable(status) && isHealthy(status));
  return { is: isWhole && serves ? "done" : "under way", note };
}

/** The logs may not be read. Those that AWS does not give just now may be read a little later, and a task that upgrades is healthy. */
function isUnreadable({ outcome, logProblem = "" }: Status): boolean {
  return outcome === "unknown" && logProblem.startsWith("AccessDenied");
}

/** Where the logs may not be read, what ECS says has to do. */
function isHealthy({ tasks }: Status): boolean {
  return tasks.length > 0 && tasks.every(({ health }) => health === "HEALTHY");
}

function errors({ ended, database }: Status): string[] {
  const last = ended[0];
  const problem = (database as Problem).problem;
  return [
    ...(last ? [`A task ended: ${last.error ?? last.reason}`] : []),
    ...(problem ? [`The database cannot be read: ${problem}`] : []),
  ];
}
