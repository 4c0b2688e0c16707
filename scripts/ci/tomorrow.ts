import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../src/user-error";
import { parseCommandLine } from "../terminal/command-line";
import { runCommand } from "../terminal/run-command";
import { PROJECT } from "./lib/arguments";
import { Runner } from "./lib/runner";
import { compareWithCdktn } from "./lib/tomorrow/cdktn";
import { tryNewestProvider } from "./lib/tomorrow/newest-provider";
import { compareWithOpenTofu } from "./lib/tomorrow/opentofu";
import { describeFindings, PARTS, type PartName } from "./lib/tomorrow/parts";

const FIND: Readonly<Record<PartName, (project: string) => Promise<string[]>>> = {
  cdktn: compareWithCdktn,
  provider: tryNewestProvider,
  opentofu: compareWithOpenTofu,
};

/**
 * Tries what comes after the versions in use, and writes what differs to `<folder>/<part>.md`, which is empty where nothing
 * does.
 *
 *     node --import tsx scripts/ci/tomorrow.ts cdktn --out report
 */
runCommand(async (args) => {
  const { positionals, values } = parseCommandLine(
    args,
    `Give ${Object.keys(PARTS).join(", ")}, and --out.`,
    {
      allowPositionals: true,
      options: { out: { type: "string" } },
    },
  );
  const part = positionals[0] as PartName;
  if (!(part in PARTS))
    throw new UserError(`The part is "${part}", but must be ${Object.keys(PARTS).join(", ")}.`);
  const found = await FIND[part](PROJECT).catch((error: Error) => [error.message]);
  const text = describeFindings(found);
  const folder = values.out ?? "report";
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${part}.md`), text);
  new Runner(process.env).summary(
    text ? `**${PARTS[part].title}**\n\n${text}` : `**${part}**: nothing differs.`,
  );
});
