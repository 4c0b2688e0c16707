import { readFileSync } from "node:fs";
import path from "node:path";
import type { Report } from "../../../../scripts/commands/load-test/report";
import type { ScriptEnd } from "../../../support/running-script";
import { npmScript } from "../../../support/running-script";
import type { CountingServer } from "./counting-server";
import { LoadedServers } from "./loaded-servers";

const servers = new LoadedServers();
const { authority, project } = servers;
const certificate = authority.certificate("DNS:localhost");

interface Run {
  readonly server: CountingServer;
  readonly end: ScriptEnd;
  readonly report: Report;
  readonly plot: string;
}

const out = (name: string) => path.join(project.folder, "out", name);
const read = (name: string, file: string) => readFileSync(path.join(out(name), file), "utf8");

async function load(name: string, server: CountingServer, args: readonly string[]): Promise<Run> {
  const all = [server.url, "--any-host", "--ca", authority.file, "--out", out(name), ...args];
  const end = await project.start("load-test", all).end();
  if (end.status === 1) throw new Error(end.stderr);
  return { server, end, report: JSON.parse(read(name, "report.json")), plot: read(name, "plot.svg") };
}

/** They mostly wait, so they run side by side. */
const runs = {
  counts: async () => {
    const server = await servers.serve((request, response, count) => {
      if (!request.headers.cookie)
        response.setHeader("set-cookie", `session=${count}; path=/; secure; HttpOnly`);
      response.statusCode = request.url === "/wrong" ? 500 : 200;
      setTimeout(() => response.end("x".repeat(100)), request.url === "/slow" ? 90 : 30);
    }, certificate);
    const paths = ["--path", "/", "--path", "/slow", "--path", "/wrong"];
    return load("counts", server, ["--duration", "2s", "--connections", "9", ...paths]);
  },
  rate: async () => {
    const server = await servers.serve((_, response, count) => {
      // All that is due while the one connection is busy is late, too.
      setTimeout(() => response.end(), count === 5 ? 600 : 0);
    });
    return load("rate", server, ["--duration", "3s", "--connections", "1", "--rate", "40", "--path", "/"]);
  },
  failures: async () => {
    const server = await servers.serve((request, response) => {
      if (request.url === "/reset") request.socket.destroy();
      if (request.url === "/") response.end();
    });
    const paths = ["--path", "/", "--path", "/reset", "--path", "/never"];
    return load("failures", server, ["--duration", "2s", "--connections", "6", "--timeout", "1", ...paths]);
  },
  blocked: async () => {
    const server = await servers.serve((_, response, count) => {
      if (count > 30) response.writeHead(403, { server: "awselb/2.0" });
      setTimeout(() => response.end(), 10);
    });
    return load("blocked", server, ["--duration", "60s", "--connections", "2"]);
  },
  closing: async () => {
    const server = await servers.serve((_, response) => setTimeout(() => response.end(), 5));
    server.server.maxRequestsPerSocket = 3;
    return load("closing", server, ["--duration", "2s", "--connections", "1", "--path", "/", "--json"]);
  },
};

describe("a report has what the server counted", () => {
  let done: Record<keyof typeof runs, Run>;

  beforeAll(async () => {
    const all = Object.entries(runs).map(async ([name, run]) => [name, await run()] as const);
    done = Object.fromEntries(await Promise.all(all)) as typeof done;
  });

  test("requests, by path and status, over as many connections as asked for", () => {
    const { server, end, report } = done.counts;
    // The first request is not a part of the test.
    expect(report.requests.sent).toBe(server.requests - 1);
    expect(report.requests).toMatchObject({ unfinished: 0, blocked: 0, answered: report.requests.sent });
    expect(report.statuses).toEqual({ ...server.statuses, 200: server.statuses[200]! - 1 });
    expect(report.requests.failed).toBe(server.statuses[500]);
    expect(Math.max(...Object.values(server.paths)) - Math.min(...Object.values(server.paths))).toBeLessThan(
      15,
    );
    expect(server.connections).toBe(9 + 1);
    expect(report.bytesPerSecond * report.seconds).toBeCloseTo(report.requests.answered * 100);
    expect(end.status).toBe(2);
    expect(end.stdout).toMatch(/Failed: \d+ of \d+ \(\d+\.\d\d %\)/);
  });

  test("--json prints the report, and nothing else", () => {
    const { end, report } = done.closing;
    expect(JSON.parse(end.stdout)).toEqual(report);
  });

  test("each connection keeps the cookies that it was given", () => {
    const { cookies } = done.counts.server;
    const sessions = [...cookies].filter((cookie) => cookie !== undefined);
    expect(cookies.has(undefined)).toBe(true);
    expect(sessions.length).toBeGreaterThan(1);
    expect(sessions.length).toBeLessThanOrEqual(9);
    for (const session of sessions) expect(session).toMatch(/^session=\d+$/);
  });

  test("how long the answers took", () => {
    const { latency, intervals } = done.counts.report;
    expect(latency!.min).toBeGreaterThanOrEqual(29);
    expect(latency!.p50).toBeGreaterThanOrEqual(29);
    expect(latency!.p90).toBeGreaterThanOrEqual(89);
    expect(latency!.p50).toBeLessThan(latency!.p90 - 20);
    expect(latency!.max).toBeGreaterThanOrEqual(latency!.p99);
    expect(intervals.length).toBeGreaterThanOrEqual(1);
    for (const { p50, p95 } of intervals) expect(p95).toBeGreaterThanOrEqual(p50);
  });

  test("and draws it", () => {
    const { report, plot } = done.counts;
    expect(plot).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(
      [...plot.matchAll(/<polyline class="(\w+)" points="([^"]*)"/g)].map(([, name, points]) => [
        name,
        points!.split(" ").length,
      ]),
    ).toEqual(["answers", "failures", "p50", "p95", "p99"].map((name) => [name, report.intervals.length]));
    expect(plot).not.toMatch(/NaN|undefined|href|<script/);
  });

  test("with a rate no more is sent than that, and what is late has waited", () => {
    const { server, end, report } = done.rate;
    expect(server.requests - 1).toBe(report.requests.sent);
    expect(report.requests.sent).toBeLessThanOrEqual(report.seconds * 40 + 1);
    // 24 of about 120 were due while the one before took 600 ms; without them, only one would be slow.
    expect(report.latency!.p90).toBeGreaterThan(100);
    expect(end.status).toBe(0);
  });

  test("errors by their kind", () => {
    const { server, report, end } = done.failures;
    expect(report.requests.sent).toBe(server.requests - 1);
    expect(report.errors.UND_ERR_SOCKET).toBe(server.paths["/reset"]);
    expect(report.errors.UND_ERR_HEADERS_TIMEOUT).toBeGreaterThanOrEqual(2);
    expect(report.statuses).toEqual({ 200: server.paths["/"]! - 1 });
    const counted = Object.values(report.errors).reduce((sum, count) => sum + count);
    expect(report.requests.sent).toBe(report.requests.answered + counted + report.requests.unfinished);
    expect(end.stdout).toMatch(/Without an answer: .*UND_ERR_SOCKET/);
    expect(end.status).toBe(2);
  });

  test("that the firewall blocked it, which ends the test", () => {
    const { server, report, end } = done.blocked;
    expect(report.ending).toBe("blocked");
    expect(report.seconds).toBeLessThan(10);
    expect(report.requests.blocked).toBe(server.statuses[403]);
    expect(end.stdout).toMatch(
      /The firewall answered [\d,]+ times in place of OpenEMR\. .*waf_count_only = true/,
    );
    expect(end.status).toBe(2);
  });

  test("also where the server closes connections", () => {
    const { server, report } = done.closing;
    expect(report.requests).toMatchObject({ sent: server.requests - 1, failed: 0 });
    expect(report.requests.sent).toBeGreaterThan(3);
    expect(server.connections).toBeGreaterThanOrEqual(report.requests.sent / 3);
  });
});

test("npm run starts it", async () => {
  const { status, stdout } = await npmScript("load-test", ["--help"]).end();
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Usage: npm run load-test -- /);
});

test("Ctrl-C ends it early, with its report", async () => {
  const server = await servers.serve((_, response) => response.end());
  const run = project.start("load-test", [server.url, "--any-host", "--rate", "20", "--out", out("early")]);
  await run.says(/Ctrl-C ends it early/);
  await new Promise((resolve) => setTimeout(resolve, 300));
  run.kill("SIGINT");
  const { status, stdout } = await run.end();
  expect(status).toBe(0);
  expect(stdout).toContain("Ended early, as you asked.");
  const report = JSON.parse(read("early", "report.json")) as Report;
  expect(report).toMatchObject({ ending: "interrupted", requests: { sent: server.requests - 1 } });
});
