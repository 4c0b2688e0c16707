import { command, type Surroundings } from "../../terminal/command";
import type { Given } from "../../terminal/command-line";
import { stackOutputs } from "../../terraform/stack-outputs";

const USAGE = `Usage: npm run outputs -- <environment> [name ...] [--json]

Shows what a deployed environment tells its operator, such as its address and the names of its parts. None of it
is a secret. With names, each value comes on a line of its own, as a script takes it.

  --json      all of them, or those named, as one JSON object
  --help, -h  shows this text
`;

const options = { json: { type: "boolean", default: false } } as const;

/** `npm run outputs`: a stack's outputs, for a person or a script. */
async function outputs(
  { values: { json }, positionals }: Given<typeof options>,
  { project }: Surroundings,
): Promise<void> {
  const [environment, ...names] = positionals;
  const found = await stackOutputs(project, environment);
  const wanted = names.length > 0 ? names : Object.keys(found.values);
  const values = wanted.map((name) => [name, found.value(name)] as const);
  if (json) {
    console.log(JSON.stringify(Object.fromEntries(values), null, 2));
    return;
  }
  for (const [name, value] of values) {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    console.log(names.length > 0 ? text : `${name} = ${text}`);
  }
}

command(module, { usage: USAGE, options, positionals: "any", read: (given) => given, run: outputs });
