import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { assignmentsIn } from "./terraform/tfvars";
import { mistakesIn } from "./terraform/tfvars-mistakes";
import { nearestName, UserError } from "./user-error";

/** An environment is a file: `environments/<name>.tfvars`. */
export interface Environment {
  readonly name: string;
  readonly file: string;
}

/** Stands where an environment's name stands in the names of what keeps the state. */
export const STATE_ENVIRONMENT = "terraform";

const EXTENSION = ".tfvars";

/** The name is a part of every physical name, beside the installation's. */
const NAME = /^(?=.{1,20}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Every environment of a folder, by name. */
export function listEnvironments(directory: string): Environment[] {
  return namesIn(directory).map((name) => environmentIn(directory, name));
}

/** The environment of that name, or an error that lists those that exist. A mistake in another stops nothing. */
export function findEnvironment(directory: string, name: string | undefined): Environment {
  const existing = namesIn(directory);
  if (name !== undefined && existing.includes(name)) return environmentIn(directory, name);
  const names = existing.filter(isName);
  const nearest = name && nearestName(name, names);
  const known =
    names.length > 0
      ? `The environments are ${names.join(", ")}.${nearest ? ` Did you mean "${nearest}"?` : ""}`
      : "There are none yet.";
  const json = path.join(directory, `${name}${EXTENSION}.json`);
  const wayOut =
    name && existsSync(json)
      ? `${json} is not read: write what it assigns into ${fileOf(directory, name)}, as name = value.`
      : "To add one: npm run new -- <name>.";
  throw new UserError(
    `${name ? `There is no environment "${name}".` : "Which environment?"} ${known} ${wayOut}`,
  );
}

/** Environments beside this one whose names begin with its own and a hyphen, as those of its things do. */
export function namesakesOf({ name, file }: Environment): string[] {
  return namesIn(path.dirname(file)).filter((other) => other.startsWith(`${name}-`));
}

/**
 * Refuses a name that no environment in the folder can have.
 *
 * @param wayOut what to do about it. @default - the file that has it is to be renamed
 */
export function requireEnvironmentName(name: string, directory: string, wayOut = "Rename the file."): void {
  const file = fileOf(directory, name);
  if (!NAME.test(name)) {
    throw new UserError(
      `${file} would be an environment named "${name}", but a name is 1 to 20 lower-case letters, digits and single ` +
        `hyphens between them, and begins with a letter. ${wayOut}`,
    );
  }
  if (name === STATE_ENVIRONMENT) {
    throw new UserError(
      `${file} would be an environment named "${name}", but that word stands in the names of what keeps the state. ` +
        wayOut,
    );
  }
}

function namesIn(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => file.endsWith(EXTENSION) && !file.startsWith("."))
    .map((file) => file.slice(0, -EXTENSION.length))
    .sort();
}

function environmentIn(directory: string, name: string): Environment {
  const file = fileOf(directory, name);
  requireEnvironmentName(name, directory);
  const status = statSync(file, { throwIfNoEntry: false });
  if (!status?.isFile()) {
    throw new UserError(
      `${file} is ${status ? "not a file" : "a link to what does not exist"}, but must be a file with the values ` +
        "of the environment. Replace or remove it.",
    );
  }
  return { name, file };
}

function isName(name: string): boolean {
  return NAME.test(name) && name !== STATE_ENVIRONMENT;
}

function fileOf(directory: string, name: string): string {
  return path.join(directory, `${name}${EXTENSION}`);
}

/** The stack of an environment. */
export function stackName(environment: string): string {
  return `openemr-${environment}`;
}

/**
 * Refuses a file that sets what no variable is named, where Terraform only warns and goes on with the default of the
 * variable that was meant, and one with a mistake whose cause Terraform does not tell, such as a missing quotation mark.
 */
export function checkAssignments({ name, file }: Environment, declared: readonly string[]): void {
  checkFile(file, declared, { whose: `The environment "${name}"`, listedIn: "README.md" });
}

/** Checks the file of any stack as {@link checkAssignments} does. @param listedIn the document that lists the variables */
export function checkFile(
  file: string,
  declared: readonly string[],
  { whose, listedIn }: { readonly whose: string; readonly listedIn: string },
): void {
  const text = readFileSync(file, "utf8");
  const unknown = assignmentsIn(text).filter((assignment) => !declared.includes(assignment.name));
  const unknownLines = unknown.map((assignment) => {
    const nearest = nearestName(assignment.name, declared);
    return `  line ${assignment.line}: "${assignment.name}"${nearest ? `, did you mean "${nearest}"?` : ""}`;
  });
  const mistakes = mistakesIn(text).map(({ line, name, message }) => `  line ${line}, ${name}: ${message}`);
  const problems = [
    problem(
      `${whose} sets what is not a variable of the stack, in ${file}:`,
      unknownLines,
      `Correct the name or remove the line. ${listedIn} lists the variables.`,
    ),
    problem(
      `${whose} has what Terraform cannot read, in ${file}:`,
      mistakes,
      'A line is name = value. Texts stand in quotation marks ("), and only numbers, true, false and null without them.',
    ),
  ].flat();
  if (problems.length > 0) throw new UserError(problems.join("\n"));
}

function problem(title: string, lines: readonly string[], wayOut: string): string[] {
  return lines.length > 0 ? [title, ...lines, wayOut] : [];
}
