import type { Diagnostic } from "./diagnostic";

/**
 * Words of Terraform that commands look for, since its diagnostics have neither a code nor a field for what they mean.
 * They are Terraform's own of 1.11.4, and are compared with those of the installed one by
 * `__tests__/scripts/terraform/terraform-words.test.ts`. No decision about what is destroyed or kept is made by them.
 */

/** An error that init adds, and that only says that there are errors. */
export function onlyRepeats({ summary }: Diagnostic): boolean {
  return summary.startsWith("Terraform encountered problems during initiali");
}

/** A precondition, a postcondition or a check of this project has failed. */
export function isRule({ summary }: Diagnostic): boolean {
  return /^Resource (pre|post)condition failed$/.test(summary) || isCheck({ summary });
}

/** A check of this project has failed; a plan has the same as data. */
export function isCheck({ summary }: Pick<Diagnostic, "summary">): boolean {
  return summary === "Check block assertion failed";
}

/** The variable that was given a text in place of a list of them. */
export function wantsListFor({ detail = "" }: Diagnostic): string | undefined {
  return /var\.(\w+)\b.*list of string required/s.exec(detail)?.[1];
}

/** The variable that was given something else than true or false. */
export function wantsBoolFor({ detail = "" }: Diagnostic): string | undefined {
  return /var\.(\w+)\b.*a bool is required/s.exec(detail)?.[1];
}

/** The value that a file gives to no variable; Terraform only warns of it. */
export function undeclaredValue({
  summary,
  detail = "",
}: Diagnostic): { readonly name: string | undefined; readonly file: string | undefined } | undefined {
  if (summary !== "Value for undeclared variable") return undefined;
  return { name: /named "([^"]*)"/.exec(detail)?.[1], file: /in file "([^"]*)"/.exec(detail)?.[1] };
}

/** A detail without positions in the synthesized JSON, which help nobody. */
export function withoutPositions(detail: string): string {
  return detail
    .replace(/\s*This was checked by the validation rule at \S+\.tf\.json:[\d,-]+\.\s*$/, "")
    .replace(/,? (?:declared|defined) at \S+\.tf\.json:[\d,-]*\d/g, "")
    .trim();
}

/** There is nothing to import, or nothing that a data source could read. */
export function saysAbsent({ summary, detail = "" }: Diagnostic): boolean {
  // The first is Terraform's, the others are the AWS provider's (6.25).
  return /non-existent remote object|couldn't find resource|not found/i.test(`${summary} ${detail}`);
}

/** A diagnostic is about a resource. Those of imports have no address, and name it in quotes. */
export function isAbout(
  { address: about, summary, detail = "" }: Pick<Diagnostic, "address" | "summary" | "detail">,
  address: string,
): boolean {
  const text = `${summary} ${detail}`;
  // Some errors write the quotes of a key with a backslash.
  return about === address || [JSON.stringify(address), `"${address}"`].some((name) => text.includes(name));
}
