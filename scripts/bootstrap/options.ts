import { parseArgs } from "node:util";
import type { StateSettings } from "../../src/state/state-settings";
import { readStateSettings } from "../../src/state/state-settings";
import { UserError } from "../lib/user-error";

export interface BootstrapOptions {
  readonly region: string;
  readonly name: string;
  /** Goes on without asking. */
  readonly yes: boolean;
}

export const USAGE = "npm run bootstrap -- [--region <region>] [--name <name>] [--yes]";

/** The arguments, completed by what an earlier run recorded and by the region of the AWS configuration. */
export function readOptions(
  args: readonly string[],
  settings: StateSettings,
  environment: Readonly<Record<string, string | undefined>>,
): BootstrapOptions {
  if (settings.kind !== "s3") {
    throw new UserError(
      `State is kept by "${settings.kind}", which needs no bucket. Set kind to "s3" in context.state of cdktf.json to keep it in S3.`,
    );
  }
  const { region, name, yes = false } = parse(args);
  refuseChange("region", region, settings.region);
  // Only a bucket that was recorded has a name that must stay.
  refuseChange("name", name, settings.bucket ? (settings.name ?? "openemr") : undefined);
  const chosen =
    region ?? settings.region ?? (environment.AWS_REGION || undefined) ?? environment.AWS_DEFAULT_REGION;
  if (!chosen) {
    throw new UserError(
      `Which region shall hold the state? Give it: ${USAGE.replace("[--region <region>]", "--region eu-west-1")}`,
    );
  }
  // The same words for a bad value, wherever it is given.
  readStateSettings({ region: chosen, ...(name && { name }) }, {});
  return { region: chosen, name: name ?? settings.name ?? "openemr", yes };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { region: { type: "string" }, name: { type: "string" }, yes: { type: "boolean", short: "y" } },
    }).values;
  } catch (error) {
    throw new UserError(`${(error as Error).message}\nUsage: ${USAGE}`);
  }
}

function refuseChange(option: string, given: string | undefined, recorded: string | undefined): void {
  if (given === undefined || recorded === undefined || given === recorded) return;
  throw new UserError(
    `--${option} is "${given}", but the state bucket exists already with "${recorded}" (context.state of cdktf.json), ` +
      "and a bucket with state in it is never replaced. Leave the option out.",
  );
}
