import { readFileSync } from "node:fs";

/** A tick of Linux's clock of processes. */
const TICKS_PER_SECOND = 100;

/**
 * Processor time of all child processes that have ended, in seconds. Undefined where the system does not tell: it
 * is in `cutime` and `cstime` of Linux's /proc/self/stat.
 */
export function childrenTime(): number | undefined {
  if (process.platform !== "linux") return undefined;
  // The second field, a name in brackets, may have blanks in it.
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}
