import type { Colors } from "picocolors/types";
import { NO_COLORS, toned } from "../../terminal/tone";
import { wayThroughFirewall } from "./firewall-limit";
import type { Report } from "./report";
import type { Interval } from "./statistics";

/** From here on, what was measured is this machine. */
const BUSY = 0.9;

/** Writes the summary that a person reads at the end. */
export function renderSummary(report: Report, colors: Colors = NO_COLORS): string {
  const { requests, latency, seconds, answersPerSecond, bytesPerSecond } = report;
  const lines = [
    `${count(requests.answered)} answers in ${seconds.toFixed(1)} s over ${report.connections} connections: ` +
      `${count(answersPerSecond)} a second, ${(bytesPerSecond / 1e6).toFixed(2)} MB a second`,
  ];
  if (latency) {
    const { min, p50, p90, p95, p99, p999, max } = latency;
    const values = { least: min, p50, p90, p95, p99, "p99.9": p999, most: max };
    lines.push(
      `Time of an answer: ${Object.entries(values)
        .map(([name, ms]) => `${name} ${time(ms)}`)
        .join(", ")}`,
    );
  }
  lines.push(`Answers by status: ${listed(report.statuses) || "none"}`);
  if (Object.keys(report.errors).length > 0) lines.push(`Without an answer: ${listed(report.errors)}`);
  const failed = `Failed: ${count(requests.failed)} of ${count(requests.sent)}${share(requests.failed, requests.sent)}`;
  lines.push(toned(colors, requests.failed === 0 ? "good" : "bad", failed));
  if (requests.unfinished > 0) lines.push(`Under way when the test was over: ${count(requests.unfinished)}`);
  return [...lines, ...remarks(report)].join("\n");
}

/** One line while a test runs. */
export function renderProgress(
  { second, answersPerSecond, p50, p95, p99 }: Interval,
  failed: number,
): string {
  return (
    `${second.toFixed(0).padStart(4)} s  ${count(answersPerSecond).padStart(7)} answers/s  ` +
    `p50 ${time(p50)}  p95 ${time(p95)}  p99 ${time(p99)}  ${count(failed)} failed`
  );
}

function remarks({ ending, requests, statuses, environment, generator }: Report): string[] {
  const remarks: string[] = [];
  if (ending === "interrupted") remarks.push("Ended early, as you asked.");
  if (ending === "blocked") remarks.push("Ended early: nearly every answer was 403.");
  if (requests.blocked > 0) {
    remarks.push(
      `The firewall answered ${count(requests.blocked)} times in place of OpenEMR. ${wayThroughFirewall(environment)}`,
    );
  } else if (ending === "blocked") {
    remarks.push(
      `The server itself answered 403, ${count(statuses[403] ?? 0)} times: it does not serve these paths.`,
    );
  }
  if (generator.busy > BUSY) {
    remarks.push(
      `This process was busy ${Math.round(generator.busy * 100)} % of the time: a part of what was measured is this machine. ` +
        "Use a faster one, or several at once.",
    );
  }
  return remarks.length > 0 ? ["", ...remarks] : [];
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, value]) => `${count(value)} x ${name}`)
    .join(", ");
}

function share(part: number, whole: number): string {
  return whole > 0 && part > 0 ? ` (${((part / whole) * 100).toFixed(2)} %)` : "";
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

function time(milliseconds: number): string {
  if (milliseconds >= 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}
