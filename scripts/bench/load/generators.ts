import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type ProcessResult, runProcess } from "../../lib/run-process";
import { UserError } from "../../lib/user-error";

export interface LoadGenerator {
  readonly name: string;
  /** A program that shows whether it is installed, by its end. @default - none is needed */
  readonly needs?: string;
  /** Loads a server. @returns how many requests a second it answered */
  readonly run: (url: string) => Promise<number>;
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
    const script = path.join(project, "scripts", "load-test.ts");
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
      ["--import", "tsx", script, ...args, "--out", scratch],
      { cwd: project },
    );
    if (result.code !== 0) throw failed("load-test", result);
    return JSON.parse(readFileSync(path.join(scratch, "report.json"), "utf8")).answersPerSecond as number;
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
        return numberIn(result, "siege", /"transaction_rate":\s*([\d.]+)/);
      }
    }
  };
  const wrk = async (url: string) => {
    const result = await runProcess("wrk", ["-t", "1", "-c", CONNECTIONS, "-d", `${seconds}s`, url]);
    return numberIn(result, "wrk", /^Requests\/sec:\s*([\d.]+)/m);
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

function numberIn(result: ProcessResult, name: string, pattern: RegExp): number {
  const [, number] = pattern.exec(`${result.stdout}\n${result.stderr}`) ?? [];
  if (number === undefined) throw failed(name, result);
  return Number(number);
}

function failed(name: string, { stdout, stderr }: ProcessResult): UserError {
  return new UserError(`"${name}" failed, so there is nothing to measure.\n\n${stderr || stdout}`);
}
