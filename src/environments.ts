import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { assignmentsIn } from "./terraform/tfvars";
import { nearestName, UserError } from "./user-error";

/** An environment is a file: `environments/<name>.tfvars`. */
export interface Environment {
  readonly name: string;
  readonly file: string;
}

const EXTENSION = ".tfvars";

/** The name is a part of every physical name, beside the installation's. */
const NAME = /^(?=.{1,20}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Every environment of a folder, by name. */
export function listEnvironments(directory: string): Environment[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => file.endsWith(EXTENSION) && !file.startsWith("."))
    .sort()
    .map((file) => {
      const name = file.slice(0, -EXTENSION.length);
      const whole = path.join(directory, file);
      if (!NAME.test(name)) {
        throw new UserError(
          `${whole} would be an environment named "${name}", but a name is 1 to 20 lower-case letters, digits and single ` +
            "hyphens between them, and begins with a letter. Rename the file.",
        );
      }
      return { name, file: whole };
    });
}

/** The environment of that name, or an error that lists those that exist. */
export function findEnvironment(directory: string, name: string | undefined): Environment {
  const environments = listEnvironments(directory);
  const found = environments.find((environment) => environment.name === name);
  if (found) return found;
  const names = environments.map((environment) => environment.name);
  const nearest = name && nearestName(name, names);
  const known =
    names.length > 0
      ? `The environments are ${names.join(", ")}.${nearest ? ` Did you mean "${nearest}"?` : ""}`
      : "There are none yet.";
  const wayOut = `To add one, copy a file: ${path.join(directory, `<name>${EXTENSION}`)}.`;
  throw new UserError(
    `${name ? `There is no environment "${name}".` : "Which environment?"} ${known} ${wayOut}`,
  );
}

/** The stack of an environment. */
export function stackName(environment: string): string {
  return `openemr-${environment}`;
}

/**
 * Refuses a file that sets what no variable is named. Terraform only warns of it and goes on with the default
 * of the variable that was meant.
 */
export function checkAssignments({ name, file }: Environment, declared: readonly string[]): void {
  const unknown = assignmentsIn(readFileSync(file, "utf8")).filter(
    (assignment) => !declared.includes(assignment.name),
  );
  if (unknown.length === 0) return;
  const lines = unknown.map((assignment) => {
    const nearest = nearestName(assignment.name, declared);
    return `  line ${assignment.line}: "${assignment.name}"${nearest ? `, did you mean "${nearest}"?` : ""}`;
  });
  throw new UserError(
    [
      `The environment "${name}" sets what is not a variable of the stack, in ${file}:`,
      ...lines,
      "Correct the name or remove the line. README.md lists the variables.",
    ].join("\n"),
  );
}
