/** How the command is used, which `--help` prints, and each refusal. */
export const USAGE = `Runs Terraform with providers that need no account, no credentials and no network.

Usage:
  offline-providers plan [<folder>] [-- <arguments of terraform plan>]
      Plans a copy of the folder as a new installation, whatever its backend, and leaves nothing behind.
  offline-providers exec [<folder>] -- <command> [<arguments>]
      Runs any command in the folder, such as "terraform apply", and ends with its exit code.

The folder is that of a Terraform configuration; without one, it is the working directory. A stack of cdktf is in
cdktf.out/stacks/<name>. Schemas come from the installed packages @cdktf/provider-<name>. TERRAFORM_BINARY_NAME names
the Terraform that "plan" runs, where it is not the one on the PATH.`;

/** The arguments are not as {@link USAGE} says. */
export class UsageError extends Error {}

/** A command line that was understood. */
export type Command =
  | { readonly name: "help" }
  | {
      readonly name: "plan" | "exec";
      readonly folder: string;
      /** The arguments after `--`. */
      readonly rest: readonly string[];
    };

/** @throws UsageError where the arguments are none that a command takes */
export function parseArguments(args: readonly string[]): Command {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const [name, folder = ".", ...others] = args.slice(0, end);
  const rest = args.slice(end + 1);
  if (name === "help" || name === "--help" || name === "-h") return { name: "help" };
  if (name === undefined) throw refusal("No command is given.");
  if (name !== "plan" && name !== "exec") throw refusal(`There is no command "${name}".`);
  const unknown = [folder, ...others].find((argument) => argument.startsWith("-"));
  if (unknown) {
    throw refusal(
      `There is no option "${unknown}". What is for ${name === "plan" ? "terraform plan" : "the command"} comes after "--".`,
    );
  }
  if (others.length > 0)
    throw refusal(`One folder at a time, but ${[folder, ...others].join(", ")} were given.`);
  if (name === "exec" && rest.length === 0) throw refusal('No command to run is given after "--".');
  return { name, folder, rest };
}

function refusal(message: string): UsageError {
  return new UsageError(`${message}\n\n${USAGE}`);
}
