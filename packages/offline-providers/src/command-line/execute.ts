import { spawn } from "node:child_process";
import { constants } from "node:os";
import { type OfflineProviders, startOfflineProviders } from "../offline-providers";

/** Runs a command in a folder with offline providers. @returns its exit code */
export async function execute(folder: string, command: string, args: readonly string[]): Promise<number> {
  return withProviders(folder, (environment) => runCommand(command, args, { folder, environment }));
}

/** Serves what a folder needs for as long as the work takes. */
export async function withProviders<T>(
  folder: string,
  work: (environment: Record<string, string>) => Promise<T>,
): Promise<T> {
  const providers = startOfflineProviders();
  // The command gets the interrupt, too, and decides when to stop; the providers have to outlive it.
  process.on("SIGINT", () => undefined);
  try {
    const environment = await providers.environment(folder);
    await warnOfOtherVersions(providers, folder);
    return await work(environment);
  } finally {
    await providers.close();
  }
}

const HINT =
  " Give the path of a program, or the name of one on the PATH; TERRAFORM_BINARY_NAME names the Terraform that plans.";

/** Where and how a command runs. */
export interface RunOptions {
  readonly folder: string;
  /** Added to that of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Shows what the command says. @default true */
  readonly isShown?: boolean;
}

/** @returns the command's exit code, which for one that a signal ended is 128 and more, as in a shell */
export function runCommand(
  command: string,
  args: readonly string[],
  { folder, environment, isShown = true }: RunOptions,
): Promise<number> {
  const env = { ...process.env, ...environment };
  const stdio = isShown ? "inherit" : (["ignore", "ignore", "inherit"] as const);
  return new Promise((resolve, reject) => {
    spawn(command, args, { cwd: folder, env, stdio: typeof stdio === "string" ? stdio : [...stdio] })
      .on("error", ({ message }) => reject(new Error(`${command} cannot be run (${message}).${HINT}`)))
      .on("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
  });
}

/** Terraform does not compare versions with those of a provider that runs already. */
async function warnOfOtherVersions(providers: OfflineProviders, folder: string): Promise<void> {
  for (const { address, package: source, version, required } of await providers.served(folder)) {
    const exact = /^=?\s*(\d+\.\d+\.\d+\S*)$/.exec(required ?? "")?.[1];
    if (exact && version && exact !== version) {
      console.error(
        `The configuration wants ${address} ${exact}, but the schema of ${version} is served: that is what ` +
          `${source} carries. Install the release of the package that is of ${exact}.`,
      );
    }
  }
}
