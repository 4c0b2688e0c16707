import type { Diagnostic } from "./diagnostic";

/** The values that a run was given outside of files. Terraform's diagnostics do not repeat them. */
export interface GivenValues {
  /** Each `name=value` of the command line. */
  readonly variables?: readonly string[];
  /** Holds `TF_VAR_<name>`. */
  readonly env?: NodeJS.ProcessEnv;
}

interface GivenValue {
  readonly text: string;
  readonly place: string;
}

const LONGEST = 80;

/** Turns a diagnostic about a value that is missing or of another type into one message; undefined for others. */
export function describeValueError(diagnostic: Diagnostic, given: GivenValues = {}): string | undefined {
  const { detail = "", range, summary } = diagnostic;
  const missing = /variable "([^"]+)" is not set, and has no default/.exec(detail)?.[1];
  if (missing) return `${missing} is not set, but has no default. Set it in terraform.tfvars.`;

  const unreadable = /^<value for var\.(.+)>$/.exec(range?.filename ?? "")?.[1];
  if (unreadable) {
    const value = describe(unreadable, valueOutsideFiles(unreadable, detail, given));
    return `${value}, but must be an expression of Terraform, with texts in double quotes. ${summary}: ${detail}`;
  }

  const unsuitable = /^(?:The given|Unsuitable) value .*?for var\.([\w-]+) .*?: (.+?)\.?$/s.exec(detail);
  if (!unsuitable) return undefined;
  const [, name, requirement] = unsuitable as unknown as [string, string, string];
  const value = valueInFile(diagnostic) ?? valueOutsideFiles(name, detail, given);
  return `${describe(name, value)}, ${mustBe(requirement)}`;
}

function describe(name: string, value: GivenValue | undefined): string {
  return value ? `${name} is ${shorten(value.text)} (${value.place})` : `${name} has a value`;
}

function valueInFile({ range, snippet }: Diagnostic): GivenValue | undefined {
  if (!range || !snippet?.code || range.filename.endsWith(".tf.json")) return undefined;
  // Terraform counts bytes.
  const { code, highlight_start_offset: start, highlight_end_offset: end } = snippet;
  const text = Buffer.from(code).subarray(start, end).toString();
  return { text, place: `${range.filename}, line ${range.start.line}` };
}

/** A file is Terraform's second choice, the environment its last. */
function valueOutsideFiles(name: string, detail: string, given: GivenValues): GivenValue | undefined {
  const environment = `TF_VAR_${name}`;
  const assigned = given.variables?.findLast((assignment) => assignment.startsWith(`${name}=`));
  if (assigned !== undefined && !detail.includes(environment)) {
    return { text: assigned.slice(name.length + 1), place: "on the command line" };
  }
  const exported = given.env?.[environment];
  return exported === undefined
    ? undefined
    : { text: exported, place: `environment variable ${environment}` };
}

/** Terraform's "number required", "a bool is required", `element "a": string required` and the like. */
function mustBe(requirement: string): string {
  if (requirement.includes("may not be set to null")) {
    return "but has no default that null could stand for. Give it a value.";
  }
  const known = /^(?:(element .+): )?(?:an? )?([a-z ]+?)(?: is)? required$/.exec(requirement);
  if (!known) return `but is not suitable: ${requirement}.`;
  const type = known[2] === "bool" ? "true or false" : `a ${known[2]}`;
  return known[1] ? `but its ${known[1]} must be ${type}.` : `but must be ${type}.`;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 3)}...` : line;
}
