import { readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../src/user-error";
import { runProcedure } from "../../procedures/command";
import { run } from "../../procedures/run/run";
import type { Surroundings } from "../../terminal/command";

/** Removes sample patients by a script in a task of the environment: OpenEMR's API has no call for it. */
export async function removeSamples(
  target: string | undefined,
  yes: boolean,
  surroundings: Surroundings,
): Promise<void> {
  if (target?.includes("://")) {
    throw new UserError(
      `--remove works by AWS, but "${target}" is an address. Give the environment's name: npm run sample-patients -- <environment> --remove`,
    );
  }
  const script = readFileSync(path.join(__dirname, "remove.sh"), "utf8");
  const ended = (exitCode: number) => {
    process.exitCode = exitCode;
  };
  const props = { script, name: "remove-sample-patients", print: console.log, ended };
  const given = { environment: target, yes, "dry-run": false, json: false };
  await runProcedure("sample-patients", given, surroundings, (installation) => run(installation, props));
}
