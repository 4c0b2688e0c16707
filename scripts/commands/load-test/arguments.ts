import { UserError } from "../../../src/user-error";
import {
  AUTHORIZATION_OPTIONS,
  type AuthorizationArguments,
  readAuthorization,
  wholeNumber,
} from "../../openemr/api/authorization-options";
import { SECRET_VARIABLE } from "../../openemr/api/authorized";
import type { CommandLine, Given } from "../../terminal/command-line";
import { LONGEST_SECONDS } from "./sample-reads";

const DEFAULTS = { duration: "60s", connections: "255", timeout: "30" } as const;

/** The pages that a browser asks for first: the redirect to the login page, which Apache and PHP answer, and it. */
const DEFAULT_PATHS = ["/", "/interface/login/login.php?site=default"];

export const USAGE = `Usage: npm run load-test -- <environment or address> [options]

Sends as many requests to OpenEMR as it answers, over a fixed number of connections, and reports how many it
answered and how long they took. Each connection asks for the paths in turn, keeps its cookies, as a browser would,
and follows no redirect. Nobody is logged in, so no patient's data is read or changed, unless --sample-patients is given.

  --duration time     how long, such as 90s, 5m or 1h (default: ${DEFAULTS.duration})
  --connections N     how many connections (default: ${DEFAULTS.connections})
  --rate N            no more than N requests a second, all connections together; the time of a request then begins
                      when it is due, even if no connection is free (default: as many as are answered)
  --path path         what is asked for; may be repeated (default: ${DEFAULT_PATHS.join(" and ")})
  --timeout seconds   how long an answer is waited for (default: ${DEFAULTS.timeout})
  --out folder        where report.json and plot.svg go (default: cdktf.out/load-test/<host>/<time>)
  --json              for programs: report.json in place of the summary
  --ca file           trusts the authorities in this file (PEM) instead of the well-known ones
  --sample-patients   also reads patients that npm run sample-patients has made, by the REST API: searches one, and opens
                      the record, the visits and the problems. A person authorizes that, as for api-endpoint-test. No
                      other patient is read, and nothing is changed. For ${LONGEST_SECONDS / 60} minutes at most: the token ends.
    --client-id id    for this: a client registered before with the redirect http://localhost:<port>/callback; the
                      variable ${SECRET_VARIABLE} has its secret
    --site name       OpenEMR's site (default: default)
    --port N          port of this machine that the browser is sent back to (default: 8737)
    --open            opens the browser, instead of only showing the address
    --wait minutes    how long the authorization is waited for (default: 10)
  --any-host          also loads a host that no environment's outputs name. Load on a host of others is an attack.
  --help              shows this text

Only a host that the outputs of an environment name, or a name that DNS leads to such a load balancer, is loaded.
Ctrl-C ends the test early, with its report. The exit code is 0 if every request was answered with a status below
400, 2 if some were not, and 1 if the test could not be run.

The web application firewall blocks an address after waf_rate_limit requests in 5 minutes. For the time of a test,
set waf_count_only = true (or waf_rate_limit higher) in the environment's file and deploy; set it back afterwards.
`;

export interface LoadTestArguments {
  readonly target: string | undefined;
  readonly seconds: number;
  readonly connections: number;
  /** Requests a second. @default - as many as are answered */
  readonly rate: number | undefined;
  readonly paths: readonly string[];
  readonly timeoutSeconds: number;
  readonly out: string | undefined;
  readonly ca: string | undefined;
  readonly anyHost: boolean;
  readonly json: boolean;
  /** How somebody signs in who reads sample patients. @default - nobody does */
  readonly samplePatients: AuthorizationArguments | undefined;
}

const options = {
  duration: { type: "string", default: DEFAULTS.duration },
  connections: { type: "string", default: DEFAULTS.connections },
  rate: { type: "string" },
  path: { type: "string", multiple: true },
  timeout: { type: "string", default: DEFAULTS.timeout },
  out: { type: "string" },
  "sample-patients": { type: "boolean", default: false },
  ...AUTHORIZATION_OPTIONS,
  "any-host": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

export const COMMAND_LINE: CommandLine<typeof options, LoadTestArguments> = {
  usage: USAGE,
  options,
  positionals: { one: "environment or address" },
  read: readArguments,
};

function readArguments(given: Given<typeof options>): LoadTestArguments {
  const { values, positionals } = given;
  const paths = values.path ?? DEFAULT_PATHS;
  for (const path of paths) {
    if (!/^\/[\x21-\x7e]*$/.test(path) || path.includes("#")) {
      throw new UserError(
        `--path is "${path}", but must be a path, with its query if any, such as /interface/login/login.php.`,
      );
    }
  }
  const seconds = duration(values.duration);
  return {
    target: positionals[0],
    seconds,
    connections: wholeNumber("connections", values.connections, 10_000),
    rate: values.rate === undefined ? undefined : wholeNumber("rate", values.rate, 1_000_000),
    paths,
    timeoutSeconds: wholeNumber("timeout", values.timeout, 3600),
    out: values.out,
    ca: values.ca,
    anyHost: values["any-host"],
    json: values.json,
    samplePatients: readSamplePatients(given, seconds),
  };
}

function readSamplePatients(
  given: Given<typeof options>,
  seconds: number,
): AuthorizationArguments | undefined {
  const { values } = given;
  if (values["sample-patients"]) {
    if (seconds <= LONGEST_SECONDS) return readAuthorization(given);
    throw new UserError(
      `--duration is "${values.duration}", but must be ${LONGEST_SECONDS / 60}m at most with --sample-patients: the token ends after an hour.`,
    );
  }
  for (const [name, option] of Object.entries(AUTHORIZATION_OPTIONS)) {
    const usual = "default" in option ? option.default : undefined;
    if (name !== "ca" && values[name as keyof typeof AUTHORIZATION_OPTIONS] !== usual) {
      throw new UserError(`--${name} is for signing in, so it must be given with --sample-patients.`);
    }
  }
  return undefined;
}

const SECONDS = { s: 1, m: 60, h: 3600 };

function duration(given: string): number {
  const [, count, unit = "s"] = /^(\d{1,6})([smh])?$/.exec(given) ?? [];
  const seconds = Number(count) * SECONDS[unit as keyof typeof SECONDS];
  if (seconds >= 1 && seconds <= 24 * 3600) return seconds;
  throw new UserError(`--duration is "${given}", but must be from 1s to 24h, such as 90s, 5m or 1h.`);
}
