import type { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { explainingWriteErrors } from "./write-errors";

const PREFIX = ".work-";
const DAY = 24 * 60 * 60 * 1000;
const INTERRUPTIONS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Works in a folder that nobody else uses, so that previews can run side by side, and leaves nothing there,
 * not even when it is interrupted.
 */
export async function inWorkFolder<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = explainingWriteErrors(parent, () => {
    removeStale(parent);
    return mkdtempSync(path.join(parent, PREFIX));
  });
  const programs = new Set<ChildProcess>();
  const remember = (message: unknown) => programs.add((message as { process: ChildProcess }).process);
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const interrupt = (signal: NodeJS.Signals) => {
    // Whatever went on would write to the folder again. The folder holds all that it is about.
    for (const program of programs) program.kill("SIGKILL");
    remove();
    process.exit(128 + constants.signals[signal]);
  };
  subscribe("child_process", remember);
  for (const signal of INTERRUPTIONS) process.once(signal, interrupt);
  try {
    return await work(folder);
  } finally {
    for (const signal of INTERRUPTIONS) process.off(signal, interrupt);
    unsubscribe("child_process", remember);
    remove();
  }
}

/** Removes folders of previews that were killed, or whose machine went down. A day is longer than any preview. */
function removeStale(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = path.join(parent, name);
    try {
      if (Date.now() - statSync(folder).mtimeMs > DAY) rmSync(folder, { recursive: true });
    } catch {
      // Somebody else's, or removed by another preview just now: no reason to stop this one.
    }
  }
}
