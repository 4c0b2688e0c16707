import type { Installation } from "../installation";
import { readService } from "./tasks";

/** Events of a service that runs no task and starts none. Any other one may tell of a task that was started. */
const OF_IDLE =
  /has stopped \d+ running tasks|deregistered \d+ targets|has begun draining connections|has reached a steady state|deployment completed/;

/** Events of a service that ECS keeps. */
const KEPT_EVENTS = 100;

/** Whether no task of OpenEMR ran since a time after it was stopped, as ECS shows it. */
export async function wasIdleSince(installation: Installation, time: Date): Promise<boolean> {
  const { desiredCount, events = [] } = await readService(installation);
  const since = events.filter(({ createdAt }) => createdAt! > time);
  return (
    desiredCount === 0 &&
    since.length < KEPT_EVENTS &&
    since.every(({ message = "" }) => OF_IDLE.test(message))
  );
}
