import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../../src/user-error";
import { type ProcessResult, runProcess } from "../../../system/run-process";
import type { Report } from "../../load-test/report";

export interface LoadGenerator {
  readonly name: string;
  /** A program that shows whether it is installed, by its end. @default - none is needed */
  readonly needs?: string;
  /** Loads a server. */
  readonly run: (url: string) => Promise<Answers>;
}

export interface Answers {
  readonly count: number;
  readonly perSecond: number;
  /** Without what it takes to start. @default - that of the whole program is as good */
  readonly processorSeconds?: number;
}

const CONNECTIONS = "255";

/** When its time is over, siege 4.0 sometimes waits for itself for ever; seconds after which it is taken for that. */
const SIEGE_LATE = 10;
const SIEGE_ATTEMPTS = 5;

export interface LoadGeneratorProps {
  readonly project: string;
  /** A folder for what the programs write. */
  readonly scratch: string;
  readonly seconds: number;
}

/** This project's own first, and those that it is compared with. */
export function loadGenerators({ project, scratch, seconds }: LoadGeneratorProps): LoadGenerator[] {
  const loadTest = async (url: string) => {
    const script = path.join(project, "scripts", "commands", "load-test", "command.ts");
    const args = [
      url,
      "--any-host",
      "--connections",
      CONNECTIONS,
      "--duration",
      `${seconds}s`,
      "--path",
      "/",
    ];
    const result = await runProcess(
      process.execPath,
      ["--require", "tsx/cjs", script, ...args, "--out", scratch],
      { cwd: project },
    );
    if (result.code !== 0) throw failed("load-test", result);
    const report = JSON.parse(readFileSync(path.join(scratch, "report.json"), "utf8")) as Report;
    return {
      count: report.requests.answered,
      perSecond: report.answersPerSecond,
      processorSeconds: report.generator.processorSeconds,
    };
  };
  const siege = (connection: string) => async (url: string) => {
    const settings = path.join(scratch, "siegerc");
    const lines = [
      "verbose = false",
      "json_output = true",
      `connection = ${connection}`,
      `limit = ${CONNECTIONS}`,
    ];
    writeFileSync(settings, `${lines.join("\n")}\n`);
    const args = ["-R", settings, "-b", "-c", CONNECTIONS, "-t", `${seconds}S`, url];
    for (let attempt = 1; ; attempt++) {
      // It would leave a file of settings in the person's home.
      const env = { ...process.env, HOME: scratch };
      const result = await runProcess("siege", args, { env, timeout: (seconds + SIEGE_LATE) * 1000 });
      if (result.signal === null || attempt === SIEGE_ATTEMPTS) {
        return answersIn(result, "siege", /"transactions":\s*(\d+)/, /"transaction_rate":\s*([\d.]+)/);
      }
    }
  };
  const wrk = async (url: string) => {
    const result = await runProcess("wrk", ["-t", "1", "-c", CONNECTIONS, "-d", `${seconds}s`, url]);
    return answersIn(result, "wrk", /^\s*(\d+) requests in/m, /^Requests\/sec:\s*([\d.]+)/m);
  };
  return [
    { name: names.loadTest, run: loadTest },
    { name: names.siege, needs: "siege", run: siege("keep-alive") },
    { name: names.siegeClosing, needs: "siege", run: siege("close") },
    { name: names.wrk, needs: "wrk", run: wrk },
  ];
}

export const names = {
  loadTest: "npm run load-test",
  siege: `siege -c ${CONNECTIONS}, connections kept`,
  siegeClosing: `siege -c ${CONNECTIONS}, a connection a request (its default)`,
  wrk: `wrk -c ${CONNECTIONS}`,
};

export async function isInstalled(program: string): Promise<boolean> {
  return runProcess(program, ["--version"], { env: { ...process.env, HOME: "/nonexistent" } }).then(
    () => true,
    () => false,
  );
}

function answersIn(result: ProcessResult, name: string, ...patterns: [count: RegExp, rate: RegExp]): Answers {
  const text = `${result.stdout}\n${result.stderr}`;
  const [count, perSecond] = patterns.map((pattern) => Number(pattern.exec(text)?.[1]));
  if (!count || !perSecond) throw failed(name, result);
  return { count, perSecond };
}

function failed(name: string, { stdout, stderr }: ProcessResult): UserError {
  return new UserError(`"${name}" failed, so there is nothing to measure.\n\n${stderr || stdout}`);
}
