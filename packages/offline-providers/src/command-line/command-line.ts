import { parseArguments, USAGE, UsageError } from "./arguments";
import { execute } from "./execute";
import { plan } from "./plan";

const MISUSED = 2;

async function run(args: readonly string[]): Promise<number> {
  const command = parseArguments(args);
  if (command.name === "help") {
    console.log(USAGE);
    return 0;
  }
  return command.name === "plan"
    ? plan(command.folder, command.rest)
    : execute(command.folder, command.rest[0]!, command.rest.slice(1));
}

run(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(error instanceof UsageError ? MISUSED : 1);
  },
);
