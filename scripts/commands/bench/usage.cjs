/*
 * Preloaded into a measured process: at its end, writes to a file what it has used of memory, at most, and of the
 * processors.
 *
 * On Linux the maximum that getrusage gives a process begins with what its parent used before it started, so
 * that is read from the process's own memory there.
 */
const { readFileSync, writeFileSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

function peakKibibytes() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

function usage() {
  const { user, system } = process.cpuUsage();
  return { megabytes: (peakKibibytes() * 1024) / 1e6, processorSeconds: (user + system) / 1e6 };
}

const file = process.env.BENCH_USAGE_FILE;
if (file && isMainThread) process.once("exit", () => writeFileSync(file, JSON.stringify(usage())));
