import { readFileSync } from "node:fs";
import path from "node:path";
import { DEFAULT_RATE_LIMIT, RATE_LIMIT_WINDOW_SECONDS } from "../../../src/edge/rate-limit";
import { findEnvironment } from "../../../src/environments";
import { readHcl } from "../../terraform/hcl";
import type { LoadTestArguments } from "./arguments";

/** Requests a second that a test without a rate is taken to send. */
const UNLIMITED = 10_000;

/** How the firewall is told to let a test pass. */
export function wayThroughFirewall(environment: string | undefined): string {
  const file = environment ? `environments/${environment}.tfvars` : "the environment's file";
  return (
    `For the time of the test, set waf_count_only = true (or waf_rate_limit higher) in ${file}, ` +
    "deploy, and set it back afterwards."
  );
}

/** Warns of a test that the firewall will take for an attack, as far as the environment's file shows it. */
export async function firewallWarning(
  project: string,
  environment: string,
  { rate = UNLIMITED, seconds }: Pick<LoadTestArguments, "rate" | "seconds">,
): Promise<string | undefined> {
  const { file } = findEnvironment(path.join(project, "environments"), environment);
  const values = await readHcl(file, readFileSync(file, "utf8"));
  if (values.waf_count_only === true) return undefined;
  const limit = Number(values.waf_rate_limit ?? DEFAULT_RATE_LIMIT);
  if (rate * Math.min(seconds, RATE_LIMIT_WINDOW_SECONDS) <= limit) return undefined;
  const steady = Math.floor(limit / RATE_LIMIT_WINDOW_SECONDS);
  return [
    `Warning: the firewall blocks this address after ${limit} requests in ${RATE_LIMIT_WINDOW_SECONDS / 60} minutes, ` +
      "and this test is to send more.",
    wayThroughFirewall(environment),
    ...(steady > 0 ? [`With --rate ${steady} a test stays below the limit.`] : []),
  ].join("\n");
}
