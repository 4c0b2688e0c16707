import path from "node:path";
import { endWithReader } from "../../terminal/closed-pipe";
import { parseCommandLine } from "../../terminal/command-line";
import { runCommand } from "../../terminal/run-command";
import { stackOutputs } from "../../terraform/stack-outputs";

const USAGE = `Usage: npm run outputs -- <environment> [name ...] [--json]

Shows what a deployed environment tells its operator, such as its address and the names of its parts. None of it
is a secret. With names, each value comes on a line of its own, as a script takes it.

  --json      all of them, or those named, as one JSON object
  --help, -h  shows this text
`;

/** `npm run outputs`: a stack's outputs, for a person or a script. */
async function outputs(project: string, args: readonly string[]): Promise<void> {
  const { positionals, values: options } = parse(args);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const [environment, ...names] = positionals;
  const found = await stackOutputs(project, environment);
  const wanted = names.length > 0 ? names : Object.keys(found.values);
  const values = wanted.map((name) => [name, found.value(name)] as const);
  if (options.json) {
    console.log(JSON.stringify(Object.fromEntries(values), null, 2));
    return;
  }
  for (const [name, value] of values) {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    console.log(names.length > 0 ? text : `${name} = ${text}`);
  }
}

function parse(args: readonly string[]) {
  return parseCommandLine(args, USAGE, {
    allowPositionals: true,
    options: { json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
}

endWithReader(process.stdout, process.stderr);
runCommand((args) => outputs(path.join(__dirname, "../../.."), args));
