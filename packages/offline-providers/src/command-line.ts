import { spawn } from "node:child_process";
import { constants } from "node:os";
import { startOfflineProviders } from ".";

const USAGE = `Runs a command in a stack's folder with Terraform providers that need no account and no network.

    npx tsx packages/offline-providers/src/command-line.ts <stack directory> -- terraform plan
`;

/** Runs the command and gives its exit code. */
async function run(stackDirectory: string, command: string, args: string[]): Promise<number> {
  const providers = startOfflineProviders();
  // The command gets the interrupt too, and decides when to stop; the providers have to outlive it.
  process.on("SIGINT", () => undefined);
  try {
    const env = { ...process.env, ...(await providers.environmentFor(stackDirectory)) };
    return await new Promise((resolve, reject) => {
      spawn(command, args, { cwd: stackDirectory, env, stdio: "inherit" })
        .on("error", reject)
        .on("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
    });
  } finally {
    await providers.close();
  }
}

const [stackDirectory, separator, command, ...args] = process.argv.slice(2);
if (stackDirectory && separator === "--" && command) {
  run(stackDirectory, command, args).then(
    (code) => process.exit(code),
    (error: Error) => {
      console.error(error.message);
      process.exit(1);
    },
  );
} else {
  console.error(USAGE);
  process.exit(2);
}
