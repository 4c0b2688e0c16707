import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { anyOf, UserError } from "../../src/user-error";
import { runCommand } from "../terminal/run-command";
import { PROJECT, readOne } from "./lib/arguments";
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
 *     node --require tsx/cjs scripts/ci/tomorrow.ts cdktn --out report
 */
runCommand(async (args) => {
  const { one, options } = readOne(args, Object.keys(PARTS).join("|"), ["out"]);
  if (!Object.hasOwn(PARTS, one)) {
    throw new UserError(`The part is "${one}", but must be ${anyOf(Object.keys(PARTS))}.`);
  }
  const part = one as PartName;
  const found = await FIND[part](PROJECT).catch((error: Error) => [error.message]);
  const text = describeFindings(found);
  const folder = options.out ?? "report";
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${part}.md`), text);
  new Runner(process.env).summary(
    text ? `**${PARTS[part].title}**\n\n${text}` : `**${part}**: nothing differs.`,
  );
});
