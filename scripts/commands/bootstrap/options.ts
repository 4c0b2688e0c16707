import { checkSetting, type StateSettings } from "../../../src/state/state-settings";
import { UserError } from "../../../src/user-error";
import type { CommandLine, Given } from "../../terminal/command-line";

export interface BootstrapOptions {
  readonly region: string;
  readonly name: string;
  /** Goes on without asking. */
  readonly yes: boolean;
}

const BRIEF = "npm run bootstrap -- [--region <region>] [--name <name>] [--yes]";

const USAGE = `Usage: ${BRIEF}

Makes the bucket and the lock table that keep the state of every environment, once for an account, and records
them in cdktf.json. It is safe to run again: what is there already is kept.

  --region region   where they are (default: what cdktf.json has, then AWS_REGION, then AWS_DEFAULT_REGION)
  --name name       first part of their names (default: openemr)
  --yes, -y         goes on without asking
  --help, -h        shows this text
`;

const options = {
  region: { type: "string" },
  name: { type: "string" },
  yes: { type: "boolean", short: "y", default: false },
} as const;

type Values = Given<typeof options>["values"];

export const COMMAND_LINE: CommandLine<typeof options, Values> = {
  usage: USAGE,
  briefUsage: `Usage: ${BRIEF}`,
  options,
  read: ({ values }) => values,
};

/** The arguments, completed by what an earlier run recorded and by the region of the AWS configuration. */
export function readOptions(
  { region, name, yes }: Values,
  settings: StateSettings,
  environment: Readonly<Record<string, string | undefined>>,
): BootstrapOptions {
  if (settings.kind !== "s3") {
    throw new UserError(
      `State is kept by "${settings.kind}", which needs no bucket. Set kind to "s3" in context.state of cdktf.json to keep it in S3.`,
    );
  }
  refuseChange("region", region, settings.region);
  // Only a bucket that was recorded has a name that must stay.
  refuseChange("name", name, settings.bucket ? (settings.name ?? "openemr") : undefined);
  if (name !== undefined) checkSetting("name", name, "--name");
  const candidates = {
    "--region": region,
    "cdktf.json": settings.region,
    AWS_REGION: environment.AWS_REGION || undefined,
    AWS_DEFAULT_REGION: environment.AWS_DEFAULT_REGION || undefined,
  };
  const [source, chosen] = Object.entries(candidates).find(([, value]) => value !== undefined) ?? [];
  if (source === undefined || chosen === undefined) {
    throw new UserError(
      `Which region shall hold the state? Give it: ${BRIEF.replace("[--region <region>]", "--region eu-west-1")}`,
    );
  }
  checkSetting("region", chosen, source);
  return { region: chosen, name: name ?? settings.name ?? "openemr", yes };
}

function refuseChange(option: string, given: string | undefined, recorded: string | undefined): void {
  if (given === undefined || recorded === undefined || given === recorded) return;
  throw new UserError(
    `--${option} is "${given}", but the state bucket exists already with "${recorded}" (context.state of cdktf.json), ` +
      "and a bucket with state in it is never replaced. Leave the option out.",
  );
}
