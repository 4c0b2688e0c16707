import path from "node:path";
import { UserError } from "../../../src/user-error";
import { command, type Surroundings } from "../../terminal/command";
import { terraformOnPath } from "../../terraform/terraform-binary";
import { runTests } from "./counts";
import { installMoto, installPrograms, installProvider } from "./install";

const USAGE = `Usage: npm run test:all [-- --yes] [-- --programs]

Runs all tests: lint, types, those that need no AWS, and those against an emulated AWS. First it installs what they
need and this machine lacks: programs by apt-get or Homebrew, Terraform, moto and the AWS provider. It asks before it
installs programs where there is a terminal.

  --programs   only installs programs, and runs no test
  --yes        does not ask
  --help       shows this text
`;

interface Arguments {
  readonly yes: boolean;
  readonly programsOnly: boolean;
}

/** `npm run test:all`: ends with a line such as `1200 passed, 0 failed`. */
async function testAll({ yes, programsOnly }: Arguments, { project, env }: Surroundings): Promise<void> {
  await installPrograms(env, yes);
  if (programsOnly) return;
  const cache = path.join(project, ".cache");
  const folders = [await terraformOnPath(env, cache), await orSay(() => installMoto(cache, env))];
  const PATH = [...folders.filter((folder) => folder !== undefined), env.PATH].join(path.delimiter);
  const testEnv = { ...env, PATH };
  await orSay(() => installProvider(project, testEnv));

  const { passed, failed } = await runTests(project, testEnv);
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

/** Tests that need no AWS run without it all the same; the others fail and say what is missing. */
async function orSay<T>(install: () => Promise<T>): Promise<T | undefined> {
  try {
    return await install();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    return undefined;
  }
}

const options = {
  yes: { type: "boolean", default: false },
  programs: { type: "boolean", default: false },
} as const;

command(module, {
  usage: USAGE,
  options,
  read: ({ values }): Arguments => ({ yes: values.yes, programsOnly: values.programs }),
  run: testAll,
});
