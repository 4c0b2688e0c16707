import path from "node:path";
import { findEnvironment } from "../../src/environments";
import { UserError } from "../../src/user-error";
import { Stopwatch } from "../terminal/stopwatch";
import { explainingState } from "./state/advice";
import { synthesizedStack } from "./synthesized-stack";
import { Terraform } from "./terraform";
import { TerraformError } from "./terraform-diagnostics";

/** The outputs that a deployed stack has, by the names that the capabilities declare. */
export class StackOutputs {
  /** By name. One that is null is missing, as Terraform keeps none of those. */
  readonly values: Readonly<Record<string, unknown>>;

  constructor(
    readonly environment: string,
    values: Readonly<Record<string, unknown>>,
  ) {
    this.values = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
  }

  /** An output, whatever its type. @throws a UserError where there is none of that name */
  value(name: string): unknown {
    if (Object.hasOwn(this.values, name)) return this.values[name];
    throw new UserError(
      `The environment "${this.environment}" has no output "${name}". It has ${Object.keys(this.values).sort().join(", ")}. ` +
        `Where an older version of this project deployed it, a new deploy adds the others: npm run deploy -- ${this.environment}`,
    );
  }

  /** An output that is a string. @throws a UserError where there is none of that name, or it is something else */
  text(name: string): string {
    const value = this.value(name);
    if (typeof value === "string") return value;
    throw new UserError(
      `The output "${name}" of the environment "${this.environment}" is ${JSON.stringify(value)}, but must be a text. ` +
        `Deploy it again: npm run deploy -- ${this.environment}`,
    );
  }
}

/**
 * Reads the outputs of an environment's stack from its state, wherever that is kept, by Terraform in the folder
 * that the last synthesis wrote. It changes nothing but that folder.
 *
 *     const outputs = await stackOutputs(project, "production");
 *     outputs.text("database_endpoint");
 *
 * @param project folder of the project
 * @param environment its name; where it is missing, the error lists those that exist
 */
export async function stackOutputs(project: string, environment: string | undefined): Promise<StackOutputs> {
  const { name } = findEnvironment(path.join(project, "environments"), environment);
  const folder = await synthesizedStack(project, name);
  const terraform = await Terraform.in(path.join(project, folder));
  const use = { command: "the same command", project, folder, takesLock: false };
  const outputs = await explainingState(use, () => readOutputs(terraform, folder));
  if (Object.keys(outputs).length === 0) {
    throw new UserError(
      `The environment "${name}" has no outputs: it was not deployed yet, or was destroyed. Deploy it: npm run deploy -- ${name}`,
    );
  }
  const values = Object.entries(outputs).map(([output, { value }]) => [output, value] as const);
  return new StackOutputs(name, Object.fromEntries(values));
}

/** A folder that was deployed from here is ready, where `init` would only cost seconds. */
async function readOutputs(terraform: Terraform, folder: string) {
  const watch = new Stopwatch();
  const read = () => watch.time("reading the state", () => terraform.outputs());
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof TerraformError)) throw error;
  }
  console.error(`Preparing Terraform in ${folder} (terraform init) ...`);
  await watch.time("init", () => terraform.init());
  return read();
}
