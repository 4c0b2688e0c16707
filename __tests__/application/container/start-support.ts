/** Shared by the tests of start.sh: waiting for what a task says, and stopping or killing it. */
import { rmSync } from "node:fs";
import { type Sandbox, type Task, until } from "./sandbox";

export const LOCK = "sites/.openemr-leader";
export const INSTALLATION = "sites/.openemr-installation";
export const UPGRADE = "sites/.openemr-upgrade";

/** Files beside the sites that every installation has after a while. */
const LASTING = [".openemr-clock", ".openemr-schema", ".openemr-moment"];

/** Returns the sites, and what tasks left beside them that should be gone. */
export const sitesOf = (box: Sandbox) => box.list("sites").filter((name) => !LASTING.includes(name));

/** Images of OpenEMR by their behaviour, see image-stand-in.ts. */
export const FORMS = ["old", "new", "newest"] as const;

export const says = (task: Task, text: string | RegExp) =>
  until(
    () => (typeof text === "string" ? task.output.includes(text) : text.test(task.output)),
    () => `it says ${text}. What was said:\n${task.output}`,
  );

export const serves = (task: Task) => says(task, "start: state: serving: ");

/** Why people see a page in place of OpenEMR, once a task shows it. */
export async function pageOf(box: Sandbox, task: string): Promise<string> {
  const file = `fake/maintenance-${task}`;
  await until(() => box.has(file) && box.read(file) !== "", "it says why");
  return box.read(file).trim();
}

export const isGone = (task: Task) => until(() => task.processes().length === 0, "nothing of it goes on");

/** The error of a task that ended by itself. There is one, and it is the last thing that it says. */
export async function refusal(task: Task): Promise<string> {
  let ended = false;
  const exit = task.exited.finally(() => {
    ended = true;
  });
  await until(
    () => ended,
    () => `it ends. What was said:\n${task.output}`,
    25_000,
  );
  const { code, output } = await exit;
  expect({ code, output }).toMatchObject({ code: 1 });
  const errors = output.split("\n").filter((line) => line.startsWith("start: error: "));
  expect(errors).toHaveLength(1);
  return errors[0] as string;
}

export interface Stop {
  readonly name?: string;
  readonly image?: string;
  readonly extra?: Readonly<Record<string, string>>;
}

/** A task that was started and stays at a step. */
export async function stoppedAt(box: Sandbox, step: string, stop: Stop = {}): Promise<Task> {
  const { name = "first", image = "image", extra = {} } = stop;
  const task = box.start(name, { STOP_AT: step, ...extra }, { image });
  await until(
    () => box.has("fake/stopped"),
    () => `it reaches ${step}:\n${task.output}`,
  );
  rmSync(box.path("fake/stopped"));
  return task;
}

/** Makes the lock so old that its holder counts as dead. */
export function ageLock(box: Sandbox): void {
  for (const holder of box.list(LOCK)) box.makeOld(`${LOCK}/${holder}`);
  if (box.has(LOCK)) box.makeOld(LOCK);
}

/** A task that was killed at a step as Fargate kills, some time ago. */
export async function killedAt(box: Sandbox, step: string, stop: Stop = {}): Promise<void> {
  const task = await stoppedAt(box, step, stop);
  task.kill();
  await task.exited;
  ageLock(box);
}
