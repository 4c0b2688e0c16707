import { UserError } from "../../src/user-error";
import type { Diagnostic } from "./diagnostic";
import { isRule, onlyRepeats, wantsBoolFor, wantsListFor, withoutPositions } from "./terraform-words";

/** The values that a run was given outside of files. Terraform's diagnostics do not repeat them. */
export interface GivenValues {
  /** Each `name=value` of the command line. */
  readonly variables?: readonly string[];
  /** Holds `TF_VAR_<name>`. */
  readonly env?: NodeJS.ProcessEnv;
}

const VARIABLE = "TF_VAR_";

/** Characters of a value that are shown. */
const LONGEST_VALUE = 100;

/** A run of Terraform that failed, in Terraform's own words. */
export class TerraformError extends UserError {
  override readonly name = "TerraformError";

  constructor(
    readonly command: string,
    readonly diagnostics: readonly Diagnostic[],
    /** Terraform's output, where it gave no diagnostics. */
    output = "",
    given: GivenValues = {},
  ) {
    const errors = diagnostics.filter(isCause).map((diagnostic) => describeDiagnostic(diagnostic, given));
    // One cause in a resource with several instances gives the same error for each.
    const said = errors.length > 0 ? [...new Set(errors)].join("\n\n") : stripNoise(output);
    super(`terraform ${command} failed.\n\n${said || "Terraform gave no reason."}`);
  }
}

function isCause(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === "error" && !onlyRepeats(diagnostic);
}

/** The diagnostics among the lines that a command printed with `-json`. */
export function readDiagnostics(output: string): Diagnostic[] {
  return output.split("\n").flatMap((line) => {
    if (!line.startsWith("{")) return [];
    try {
      const message = JSON.parse(line) as { type?: string; diagnostic?: Diagnostic };
      return message.type === "diagnostic" && message.diagnostic ? [message.diagnostic] : [];
    } catch {
      return [];
    }
  });
}

/**
 * A diagnostic without the frame around it. Of the synthesized JSON, whose lines can be thousands of characters
 * long, only the argument's name is shown: inside a long line, Terraform's position is not to be relied on.
 */
export function describeDiagnostic(diagnostic: Diagnostic, given: GivenValues = {}): string {
  const { severity, summary, snippet } = diagnostic;
  const title = severity === "error" ? "Error" : "Warning";
  const detail = withoutPositions(diagnostic.detail ?? "");
  const facts = [
    ...placeOf(diagnostic),
    ...givenFor(diagnostic, given),
    ...(snippet?.values ?? [])
      .map(({ traversal, statement }) => `${traversal} ${statement}`)
      // The rules of this project begin with the value.
      .filter((value) => !detail.includes(value.replace(/^var\./, ""))),
  ];
  const list = wantsListFor(diagnostic);
  // Terraform says that it wants a list, and not how one is written.
  if (list) facts.push(`Write it in brackets, with a comma between items: ${list} = ["...", "..."]`);
  const bool = wantsBoolFor(diagnostic);
  if (bool) facts.push(`Write true or false, without quotation marks: ${bool} = true`);
  const blocks = [facts, detail ? detail.split("\n") : []].filter((lines) => lines.length > 0);
  const indented = blocks.map((lines) => lines.map((line) => `  ${line}`.trimEnd()).join("\n"));
  return [`${title}: ${summary}`, indented.join("\n\n")].filter(Boolean).join("\n");
}

/** Colours and box drawing say nothing outside a terminal. */
export function stripNoise(output: string): string {
  return (
    output
      // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape character begins each colour code
      .replace(/\u001b\[[0-9;]*m/g, "")
      .replace(/^[╷╵│] ?/gm, "")
      .trim()
  );
}

function placeOf(diagnostic: Diagnostic): string[] {
  const { address, range, snippet } = diagnostic;
  const synthesized = range?.filename.endsWith(".tf.json") ?? false;
  const context = snippet?.context ?? undefined;
  // Where a rule stands in the synthesized JSON helps nobody; what it says is written for people.
  if (synthesized && (context === "variable" || isRule(diagnostic))) return [];
  // A value of the command line or the environment has no file.
  if (range?.filename.startsWith("<")) return [];
  const argument = synthesized ? /^\s*"(\w+)":/.exec(snippet?.code ?? "")?.[1] : undefined;
  const within = [context, argument].filter(Boolean).join(", ");
  const file = range && `${range.filename}, line ${range.start.line}${within ? `, in ${within}` : ""}`;
  if (!file) return address ? [`at ${address}`] : [];
  if (synthesized) return [address ? `at ${address} (${file})` : `at ${file}`];
  return [`at ${file}${snippet?.code ? `: ${shorten(snippet.code)}` : ""}`];
}

/** The values outside of files that a diagnostic may be about: those of the variable that it names. */
function givenFor({ detail = "", range }: Diagnostic, { variables = [], env = {} }: GivenValues): string[] {
  const isNamed = (name: string) =>
    `${detail} `.includes(`var.${name} `) || range?.filename === `<value for var.${name}>`;
  const exported = Object.keys(env)
    .filter((name) => name.startsWith(VARIABLE) && isNamed(name.slice(VARIABLE.length)))
    .map((name) => `${name}=${env[name]}`);
  return [...variables.filter((assignment) => isNamed(assignment.split("=", 1)[0]!)), ...exported].map(
    (assignment) => `given: ${shorten(assignment)}`,
  );
}

function shorten(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > LONGEST_VALUE ? `${line.slice(0, LONGEST_VALUE - 3)}...` : line;
}
