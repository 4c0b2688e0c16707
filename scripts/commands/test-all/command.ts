import path from "node:path";
import { command, type Surroundings } from "../../terminal/command";
import { terraformOnPath } from "../../terraform/terraform-binary";
import { runTests } from "./counts";
import { installMoto, installPrograms, installProvider } from "./install";

const USAGE = `Usage: npm run test:all [-- --yes] [-- --install-only]

Runs all tests: lint, types, those that need no AWS, and those against an emulated AWS. First it installs what they
need and this machine lacks: programs by apt-get or Homebrew, Terraform, moto and the AWS provider. It asks before it
installs programs where there is a terminal.

  --install-only   runs no test
  --yes            does not ask
  --help           shows this text
`;

interface Arguments {
  readonly yes: boolean;
  readonly installOnly: boolean;
}

/** `npm run test:all`: ends with a line such as `1200 passed, 0 failed`. */
async function testAll({ yes, installOnly }: Arguments, { project, env }: Surroundings): Promise<void> {
  await installPrograms(env, yes);
  const cache = path.join(project, ".cache");
  const folders = [await terraformOnPath(env, cache), await installMoto(cache, env)];
  const PATH = [...folders.filter((folder) => folder !== undefined), env.PATH].join(path.delimiter);
  const testEnv = { ...env, PATH };
  await installProvider(project, testEnv);
  if (installOnly) return;

  let [passed, failed] = [0, 0];
  for (const script of ["test", "test:aws"]) {
    const counts = await runTests(script, project, testEnv);
    passed += counts.passed;
    failed += counts.failed;
  }
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

const options = {
  yes: { type: "boolean", default: false },
  "install-only": { type: "boolean", default: false },
} as const;

command(module, {
  usage: USAGE,
  options,
  read: ({ values }): Arguments => ({ yes: values.yes, installOnly: values["install-only"] }),
  run: testAll,
});
