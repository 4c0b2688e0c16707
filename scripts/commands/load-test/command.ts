import path from "node:path";
import { withToken } from "../../openemr/api/authorized";
import { openEmrAddress } from "../../openemr/openemr-address";
import { verifiedTls } from "../../openemr/trusted-authorities";
import { ResultFolder } from "../../system/result-folder";
import { callersFolder } from "../../terminal/callers-folder";
import { command, type Surroundings } from "../../terminal/command";
import { terminalPage } from "../../terminal/terminal-page";
import { environmentOf } from "./allowed-host";
import { COMMAND_LINE, type LoadTestArguments } from "./arguments";
import { firewallWarning, wayThroughFirewall } from "./firewall-limit";
import { checkFirstRequest } from "./first-request";
import { Load, type LoadResult } from "./load";
import { renderPlot } from "./plot";
import { type Report, reportOn } from "./report";
import { SCOPES, SHOWN_READS, sampleReads } from "./sample-reads";
import { renderProgress, renderSummary } from "./summary";

/** Where nobody watches, so many seconds pass between two lines. */
const QUIET_SECONDS = 10;

/** `npm run load-test`: loads an installation, and reports what it bore. */
async function loadTest(options: LoadTestArguments, surroundings: Surroundings): Promise<void> {
  const { project } = surroundings;
  const tls = verifiedTls(options.ca);
  const address = await openEmrAddress(project, options.target);
  const { url } = address;
  const environment =
    address.environment ?? (options.anyHost ? undefined : await environmentOf(project, url));
  // Before the test, since a report that cannot be written is found out about too late after it.
  const results = new ResultFolder({
    here: callersFolder(),
    out: options.out,
    otherwise: defaultFolder(project, url),
    files: ["report.json", "plot.svg"],
  });
  const warning = environment && (await firewallWarning(project, environment, options));
  if (warning) console.error(`${warning}\n`);
  const paths = options.paths.map((each) => `${url.pathname.slice(0, -1)}${each}`);
  const { timeoutSeconds } = options;
  await checkFirstRequest({ url, path: paths[0]!, tls, timeoutSeconds }, wayThroughFirewall(environment));

  const load = (reads: Reads) =>
    runLoad(new Load({ ...options, ...reads, url, tls, onInterval: showProgress }), url, options);
  const { result, shown, samplePatients } = await withReads({ paths, options, surroundings }, load);
  const report = reportOn({ url, environment, samplePatients }, { ...options, paths: shown }, result);
  results.write({ "report.json": asJson(report), "plot.svg": renderPlot(report) });
  const files = [results.path("report.json"), results.path("plot.svg")].join(", ");
  if (options.json) process.stdout.write(asJson(report));
  else console.log(`${renderSummary(report, terminalPage().colors)}\n\nThe report: ${files}`);
  if (report.requests.failed > 0 || report.ending === "blocked") process.exitCode = 2;
}

type Reads = Pick<ConstructorParameters<typeof Load>[0], "paths" | "signedIn">;

interface Given {
  readonly paths: readonly string[];
  readonly options: LoadTestArguments;
  readonly surroundings: Surroundings;
}

/** Loads the paths, and those of sample patients behind them where they are asked for. */
async function withReads(
  { paths, options, surroundings }: Given,
  load: (reads: Reads) => Promise<LoadResult>,
): Promise<{ result: LoadResult; shown: readonly string[]; samplePatients?: number }> {
  if (!options.samplePatients) return { result: await load({ paths }), shown: paths };
  const authorization = { ...options.samplePatients, scopes: SCOPES, clientName: "Load test" };
  return withToken(surroundings.project, authorization, async (authorized) => {
    const reads = await sampleReads(authorized);
    const below = new URL(authorized.site.api("api/")).pathname;
    console.error(`Reads ${reads.patients} sample patients.`);
    const result = await load({
      paths: [...paths, ...reads.paths.map((path) => `${below}${path}`)],
      signedIn: { below, accessToken: authorized.token.accessToken },
    });
    return {
      result,
      shown: [...paths, ...SHOWN_READS.map((path) => `${below}${path}`)],
      samplePatients: reads.patients,
    };
  });
}

async function runLoad(load: Load, url: URL, options: LoadTestArguments): Promise<LoadResult> {
  const { connections, rate, seconds } = options;
  console.error(
    `Loading ${url.origin} over ${connections} connections for ${seconds} s, ` +
      `${rate ? `${rate} requests a second at most` : "as fast as it answers"}. Ctrl-C ends it early, with its report.`,
  );
  const interrupt = () => load.interrupt();
  // A second Ctrl-C ends at once, as without this handler.
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  try {
    return await load.run();
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  }
}

const showProgress: ConstructorParameters<typeof Load>[0]["onInterval"] = (
  interval,
  { failed, intervals },
) => {
  const line = renderProgress(interval, failed);
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
  else if (intervals.length % QUIET_SECONDS === 0) console.error(line);
};

function defaultFolder(project: string, url: URL): string {
  const time = new Date().toISOString().replace(/\..*/, "Z").replaceAll(":", "");
  return path.join(project, "cdktf.out", "load-test", url.host.replaceAll(":", "_"), time);
}

function asJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

command(module, { ...COMMAND_LINE, run: loadTest });
