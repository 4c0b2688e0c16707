import { existsSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../src/user-error";
import { runProcess } from "../../system/run-process";
import { confirm } from "../../terminal/confirm";
import { aptPackages, missingPrograms, packageManager } from "./programs";

/** The emulated AWS that tests run against, in the version that they were written with. */
const MOTO = "moto[server]==5.2.1";

/** Installs the programs that tests need and that are not here, after asking where somebody can answer. */
export async function installPrograms(env: NodeJS.ProcessEnv, yes: boolean): Promise<void> {
  const missing = missingPrograms(env);
  if (missing.length === 0) return;
  const manager = packageManager(env, process.geteuid?.() === 0);
  const lacking = missing.filter((program) => !manager || manager.lacks(program));
  if (!manager || lacking.length > 0) {
    throw new UserError(
      `The tests need programs that are not here: ${missing.map(({ name }) => name).join(", ")}.\n` +
        (manager
          ? `Homebrew has no ${lacking.map(({ name }) => name).join(", ")}: run the tests in Debian or Ubuntu, such as in a container.`
          : `There is neither apt-get nor brew to install them. Debian's packages are: ${aptPackages(missing).join(" ")}`),
    );
  }
  const commands = manager.commands(missing);
  console.log(`The tests need programs that are not here. To install them:\n  ${commands.join("\n  ")}`);
  if (process.stdin.isTTY) await confirm("Install them?", yes);
  for (const command of commands) await run("sh", ["-c", command], env);
}

/**
 * Installs the emulated AWS into a folder of its own where there is none.
 *
 * @returns the folder with its programs, for the PATH, where it was installed
 */
export async function installMoto(cache: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const given = env.MOTO_SERVER || env.AWS_ENDPOINT_URL;
  const isThere = await runProcess("sh", ["-c", "command -v moto_server"], { env });
  if (given || isThere.code === 0) return undefined;
  const folder = path.join(cache, "moto");
  const programs = path.join(folder, "bin");
  if (!existsSync(path.join(programs, "moto_server"))) {
    console.log(`Installing the emulated AWS, ${MOTO}, into ${folder}`);
    await run("python3", ["-m", "venv", folder], env);
    await run(path.join(programs, "pip"), ["install", "--quiet", MOTO], env);
  }
  return programs;
}

/** Fetches the AWS provider that meets the emulated AWS into a folder where Terraform and the tests find it. */
export async function installProvider(project: string, env: NodeJS.ProcessEnv): Promise<void> {
  const name = "registry.terraform.io/hashicorp/aws";
  const folders = [
    env.TF_PLUGIN_MIRROR,
    `${env.HOME}/.terraform.d/plugins`,
    "/usr/local/share/terraform/plugins",
    "/opt/*",
  ].filter(Boolean);
  const isThere = await runProcess(
    "sh",
    ["-c", `ls -d ${folders.map((folder) => `${folder}/${name}`).join(" ")}`],
    {
      env,
    },
  );
  if (isThere.stdout.trim() !== "") return;
  const mirror = path.join(env.HOME!, ".terraform.d/plugins");
  console.log(`Fetching the AWS provider into ${mirror}`);
  await run("terraform", ["-chdir=.ci/aws-provider", "providers", "mirror", mirror], env, project);
}

async function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd?: string,
): Promise<void> {
  const { code } = await runProcess(program, args, { cwd, env, stream: true }).catch((error: Error) => {
    throw new UserError(`"${program}" cannot be run: ${error.message}`);
  });
  if (code !== 0) {
    throw new UserError(
      `"${[program, ...args].join(" ")}" ended with code ${code}. Mend that, and run the tests again.`,
    );
  }
}
